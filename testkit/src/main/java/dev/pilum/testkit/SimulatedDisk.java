package dev.pilum.testkit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
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
    void makeDurable() {
      if (oldFolder != null) {
        oldFolder.durableNames.remove(oldName, node);
      }
      if (newFolder != null) {
        newFolder.durableNames.put(newName, node);
      }
    }
  }

  private final SimulatedFolder root;
  private final List<NameChange> unforced = new ArrayList<>();

  SimulatedDisk() {
    this(new SimulatedFolder());
  }

  private SimulatedDisk(SimulatedFolder root) {
    this.root = root;
  }

  /** Returns what {@code path} stands for, or {@code null}. */
  @Nullable SimulatedNode find(String path) {
    SimulatedNode node = root;
    for (String part : path.isEmpty() ? new String[0] : path.split("/", -1)) {
      node = node instanceof SimulatedFolder folder ? folder.names.get(part) : null;
      if (node == null) {
        return null;
      }
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
        change.makeDurable();
      }
    }
    unforced.removeIf(change -> change.oldFolder == folder || change.newFolder == folder);
  }

  /** Returns the disk as it is after the power came back; this one must not be used again. */
  SimulatedDisk survivor(SplittableRandom random) {
    Survival survival = Survival.draw(random);
    for (NameChange change : unforced) {
      if (survival.keeps()) {
        change.makeDurable();
      }
    }
    Map<SimulatedFile, SimulatedFile> files = new HashMap<>();
    UnaryOperator<SimulatedFile> survivor =
        file -> files.computeIfAbsent(file, f -> f.survivor(Survival.draw(random)));
    return new SimulatedDisk(copyDurable(root, survivor));
  }

  private static SimulatedFolder copyDurable(
      SimulatedFolder folder, UnaryOperator<SimulatedFile> survivor) {
    SimulatedFolder copy = new SimulatedFolder();
    folder.durableNames.forEach((name, node) -> {
      SimulatedNode kept =
          switch (node) {
            case SimulatedFile file -> survivor.apply(file);
            case SimulatedFolder inner -> copyDurable(inner, survivor);
          };
      copy.names.put(name, kept);
      copy.durableNames.put(name, kept);
    });
    return copy;
  }
}
