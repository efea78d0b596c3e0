package dev.pilum.testkit;

/** What a name on the simulated disk stands for. */
sealed interface SimulatedNode permits SimulatedFile, SimulatedFolder {}
