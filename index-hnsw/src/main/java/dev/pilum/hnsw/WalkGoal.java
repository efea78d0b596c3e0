package dev.pilum.hnsw;

/**
 * What a walk under a filter looks for, and when it gives up.
 *
 * @param accepted rows that count
 * @param results takes the nearest of them; the walk goes on until it is full and nothing nearer is
 *     in sight
 * @param ef nearest nodes that are followed in any case
 * @param mostNodes nodes after which it gives up; at least {@code ef}
 * @param leastAccepted accepted nodes among the {@code ef} nearest below which it gives up
 */
record WalkGoal(
    AcceptedOrdinals accepted, NearestHeap results, int ef, int mostNodes, int leastAccepted) {}
