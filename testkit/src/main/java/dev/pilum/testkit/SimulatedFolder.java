package dev.pilum.testkit;

import java.util.TreeMap;

/**
 * A folder on the simulated disk: its names as processes see them, and as they are after a power
 * cut at the worst time.
 */
final class SimulatedFolder implements SimulatedNode {
  final TreeMap<String, SimulatedNode> names = new TreeMap<>();
  final TreeMap<String, SimulatedNode> durableNames = new TreeMap<>();
}
