package dev.pilum.testkit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The tree of names and files, and which changes of names a power cut may still undo. No locks: the
 * store has one.
 */
final class SimulatedDisk {
  /** A name that goes, a name that comes, or both at once. */
  private record NameChange(
      @Nullable SimulatedFolder oldFolder,
      String oldName,
      @Nullable SimulatedFolder newFolder,
      String newName,
      SimulatedNode node) {
    void makeDurable(Function<SimulatedFolder, Map<String, SimulatedNode>> durableNames) {
      if (oldFolder != null) {
        durableNames.apply(oldFolder).remove(oldName, node);
      }
      if (newFolder != null) {
        durableNames.apply(newFolder).put(newName, node);
      }
    }
  }

  private final SimulatedFolder root;
  private final List<NameChange> unforced = new ArrayList<>();

  /** Locks that somebody holds or has died with; a power cut leaves none. */
  final Set<String> lockedPaths = new HashSet<>();

  SimulatedDisk() {
    this(new SimulatedFolder());
  }

  private SimulatedDisk(SimulatedFolder root) {
    this.root = root;
  }

  /** Returns what {@code path} stands for, or {@code null}. */
  @Nullable SimulatedNode find(String path) {
    SimulatedNode node = root;
    for (int from = 0; from < path.length(); ) {
      int slash = path.indexOf('/', from);
      int to = slash < 0 ? path.length() : slash;
      node =
          node instanceof SimulatedFolder folder
              ? folder.names.get(path.substring(from, to))
              : null;
      if (node == null) {
        return null;
      }
      from = to + 1;
    }
    return node;
  }

  void add(SimulatedFolder folder, String name, SimulatedNode node) {
    folder.names.put(name, node);
    unforced.add(new NameChange(null, "", folder, name, node));
  }

  void remove(SimulatedFolder folder, String name) {
    SimulatedNode node = folder.names.remove(name);
    if (node != null) {
      unforced.add(new NameChange(folder, name, null, "", node));
    }
  }

  void move(SimulatedFolder oldFolder, String oldName, SimulatedFolder newFolder, String newName) {
    SimulatedNode node = oldFolder.names.remove(oldName);
    if (node != null) {
      newFolder.names.put(newName, node);
      unforced.add(new NameChange(oldFolder, oldName, newFolder, newName, node));
    }
  }

  void force(SimulatedFolder folder) {
    for (NameChange change : unforced) {
      if (change.oldFolder == folder || change.newFolder == folder) {
        change.makeDurable(changed -> changed.durableNames);
      }
    }
    unforced.removeIf(change -> change.oldFolder == folder || change.newFolder == folder);
  }

  /** Returns a number that is the same for the same names and bytes, and for others hardly ever. */
  long fingerprint() {
    return fingerprint(root);
  }

  private static long fingerprint(SimulatedFolder folder) {
    long hash = folder.names.size();
    for (Map.Entry<String, SimulatedNode> entry : folder.names.entrySet()) {
      hash = mix(hash, entry.getKey().hashCode());
      hash =
          mix(
              hash,
              switch (entry.getValue()) {
                case SimulatedFile file -> file.fingerprint();
                case SimulatedFolder inner -> fingerprint(inner);
              });
    }
    return hash;
  }

  /** One round of a multiplicative hash; the factor is the golden ratio in 64 bits. */
  private static long mix(long hash, long value) {
    long product = (hash ^ value) * 0x9E3779B97F4A7C15L;
    return product ^ (product >>> Integer.SIZE);
  }

  /**
   * Returns the disk as it would be after the power failed now and came back; this one stays as it
   * is.
   */
  SimulatedDisk survivor(SplittableRandom random) {
    Survivor survivor = new Survivor(random);
    Survival survival = Survival.draw(random);
    for (NameChange change : unforced) {
      if (survival.keeps()) {
        change.makeDurable(survivor::names);
      }
    }
    return new SimulatedDisk(survivor.copyOf(root));
  }

  /**
   * A copy in the making of what is durable; each file and folder is settled once, however many
   * names it has.
   */
  private static final class Survivor {
    private final SplittableRandom random;
    private final Map<SimulatedFolder, Map<String, SimulatedNode>> names = new HashMap<>();
    private final Map<SimulatedFile, SimulatedFile> files = new HashMap<>();

    Survivor(SplittableRandom random) {
      this.random = random;
    }

    Map<String, SimulatedNode> names(SimulatedFolder folder) {
      return names.computeIfAbsent(folder, original -> new TreeMap<>(original.durableNames));
    }

    SimulatedFolder copyOf(SimulatedFolder folder) {
      SimulatedFolder copy = new SimulatedFolder();
      names(folder)
          .forEach((name, node) -> {
            SimulatedNode kept =
                switch (node) {
                  case SimulatedFile file -> copyOf(file);
                  case SimulatedFolder inner -> copyOf(inner);
                };
            copy.names.put(name, kept);
            copy.durableNames.put(name, kept);
          });
      return copy;
    }

    private SimulatedFile copyOf(SimulatedFile file) {
      return files.computeIfAbsent(file, f -> f.survivor(Survival.draw(random)));
    }
  }
}
