package dev.pilum;

/**
 * How many of the truly nearest rows searches found, measured on sampled rows.
 *
 * @param recall mean share of the nearest rows that were found, 0 to 1
 * @param standardError of that mean: the true one lies within twice this in 19 of 20 measurements
 * @param k how many rows were looked for; {@link Integer#MAX_VALUE} for all within a distance
 * @param sample how many rows were asked about; fewer than wanted where there were fewer
 * @param seed chose the sample: the same seed and the same rows give the same report
 */
public record RecallReport(double recall, double standardError, int k, int sample, long seed) {}
