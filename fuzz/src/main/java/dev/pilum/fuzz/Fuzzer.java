package dev.pilum.fuzz;

import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * What Jazzer calls, by the names of these methods: first {@link #fuzzerInitialize} with the name
 * of a {@link Parser}, then {@link #fuzzerTestOneInput} again and again. Run by itself it prints
 * the names of all parsers.
 */
public final class Fuzzer {
  private static final Target[] CHOSEN = new Target[1];

  private Fuzzer() {}

  /** Prints the parsers' names, one on a line. */
  public static void main(String[] args) {
    System.out.println(
        Arrays.stream(Parser.values()).map(Parser::word).collect(Collectors.joining("\n")));
  }

  /** Chooses the parser that {@code args} names. */
  public static void fuzzerInitialize(String[] args) {
    CHOSEN[0] = Parser.named(args[0]).target();
  }

  /** Parses one input. What it throws is a finding. */
  public static void fuzzerTestOneInput(byte[] input) {
    CHOSEN[0].refusal(input);
  }
}
