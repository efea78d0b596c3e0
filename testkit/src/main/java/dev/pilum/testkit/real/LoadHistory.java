package dev.pilum.testkit.real;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/*
 * One line for each event, written by one system call, so that whoever is killed leaves whole lines:
 *
 *   ? thread slot write   the thread is about to write this into the slot (0: to empty it)
 *   ! thread              its write was acknowledged
 *   = slot write          somebody looked, and this is what the slot holds
 *
 * Of a thread at most one write is under way. A slot belongs to one thread of one process at a time, so what it must hold is known but
 * for a write under way when the process ended.
 */
/** What a load was promised: each slot's last acknowledged write, and those in doubt. */
final class LoadHistory {
  private final Map<String, Long> acknowledged = new TreeMap<>();
  private final Map<String, Pending> pending = new TreeMap<>();
  private long acknowledgements;

  /** A write under way. */
  private record Pending(String slot, long write) {}

  static String intended(int thread, String slot, long write) {
    return "? %d %s %d\n".formatted(thread, slot, write);
  }

  static String acknowledged(int thread) {
    return "! " + thread + "\n";
  }

  /** Takes in a line; those that are no event are passed over. */
  void add(String line) {
    String[] words = line.split(" ", -1);
    switch (words[0]) {
      case "?" -> pending.put(words[1], new Pending(words[2], Long.parseLong(words[3])));
      case "!" -> {
        Pending done = pending.remove(words[1]);
        LoadTable.require(done != null, "an acknowledgement of nothing: " + line);
        if (done != null) {
          acknowledged.put(done.slot(), done.write());
          acknowledgements++;
        }
      }
      case "=" -> acknowledged.put(words[1], Long.parseLong(words[2]));
      default -> {}
    }
  }

  /** Returns how many writes were acknowledged so far. */
  long acknowledgements() {
    return acknowledgements;
  }

  /** Returns the slots that hold something for sure, with what they hold. */
  Map<String, Long> filled() {
    Map<String, Long> filled = new TreeMap<>(acknowledged);
    pending.values().forEach(write -> filled.remove(write.slot()));
    filled.values().removeIf(write -> write == 0);
    filled.remove(LoadTable.INDEX_SLOT);
    return filled;
  }

  /**
   * Returns what is wrong with what was found; empty when every slot holds its last acknowledged
   * write, or one that was under way.
   */
  List<String> contradictions(Map<String, Long> found) {
    Map<String, Long> possible = new TreeMap<>();
    pending.values().forEach(write -> possible.put(write.slot(), write.write()));
    Map<String, Long> all = new TreeMap<>(acknowledged);
    found.keySet().forEach(slot -> all.putIfAbsent(slot, 0L));
    List<String> wrong = new ArrayList<>();
    all.forEach((slot, write) -> {
      long is = found.getOrDefault(slot, 0L);
      if (is != write && is != possible.getOrDefault(slot, write)) {
        wrong.add("slot %s holds write %d, and %d was acknowledged".formatted(slot, is, write));
      }
    });
    return wrong;
  }

  /** Goes on from what was found, with no write under way; returns it as lines. */
  List<String> settle(Map<String, Long> found) {
    Map<String, Long> all = new TreeMap<>(acknowledged);
    pending.values().forEach(write -> all.put(write.slot(), 0L));
    all.replaceAll((slot, write) -> found.getOrDefault(slot, 0L));
    pending.clear();
    acknowledged.putAll(all);
    List<String> lines = new ArrayList<>();
    all.forEach((slot, write) -> lines.add("= %s %d".formatted(slot, write)));
    return lines;
  }
}
