package dev.pilum.testkit;

import dev.pilum.storage.env.StorePath;
import dev.pilum.storage.error.StorageFailure;
import java.util.List;

/**
 * Files and folders of a {@link SimulatedDisk} by path, with the errors that a file system gives.
 */
final class SimulatedPaths {
  private final SimulatedDisk disk;

  SimulatedPaths(SimulatedDisk disk) {
    this.disk = disk;
  }

  SimulatedFile createFile(String path) {
    SimulatedFolder folder = folder(StorePath.parent(path));
    String name = StorePath.name(path);
    if (folder.names.containsKey(name)) {
      throw new StorageFailure("cannot create '%s': it exists already".formatted(path));
    }
    SimulatedFile file = new SimulatedFile();
    disk.add(folder, name, file);
    return file;
  }

  SimulatedFile file(String path) {
    if (disk.find(path) instanceof SimulatedFile file) {
      return file;
    }
    throw new StorageFailure("cannot open '%s': it does not exist, or is a folder".formatted(path));
  }

  SimulatedFolder folder(String path) {
    if (disk.find(path) instanceof SimulatedFolder folder) {
      return folder;
    }
    throw new StorageFailure(
        "cannot open folder '%s': it does not exist, or is a file".formatted(path));
  }

  List<String> names(String directory) {
    return switch (disk.find(directory)) {
      case null -> List.of();
      case SimulatedFolder folder -> List.copyOf(folder.names.keySet());
      case SimulatedFile file ->
          throw new StorageFailure("cannot list '%s': it is a file".formatted(directory));
    };
  }

  void createFolders(String directory) {
    if (directory.isEmpty() || disk.find(directory) instanceof SimulatedFolder) {
      return;
    }
    createFolders(StorePath.parent(directory));
    SimulatedFolder parent = folder(StorePath.parent(directory));
    if (parent.names.containsKey(StorePath.name(directory))) {
      throw new StorageFailure("cannot create folder '%s': it is a file".formatted(directory));
    }
    disk.add(parent, StorePath.name(directory), new SimulatedFolder());
  }

  /** Returns whether there was such a file. */
  boolean link(String from, String to) {
    if (!(disk.find(from) instanceof SimulatedFile file)) {
      return false;
    }
    SimulatedFolder folder = folder(StorePath.parent(to));
    if (folder.names.containsKey(StorePath.name(to))) {
      throw new StorageFailure("cannot link '%s': it exists already".formatted(to));
    }
    disk.add(folder, StorePath.name(to), file);
    return true;
  }

  void move(String from, String to) {
    if (disk.find(from) == null) {
      throw new StorageFailure("cannot rename '%s': it does not exist".formatted(from));
    }
    disk.move(
        folder(StorePath.parent(from)),
        StorePath.name(from),
        folder(StorePath.parent(to)),
        StorePath.name(to));
  }

  void remove(String path) {
    SimulatedNode node = disk.find(path);
    if (node instanceof SimulatedFolder folder && !folder.names.isEmpty()) {
      throw new StorageFailure("cannot delete '%s': it is not empty".formatted(path));
    }
    if (node != null) {
      disk.remove(folder(StorePath.parent(path)), StorePath.name(path));
    }
  }
}
