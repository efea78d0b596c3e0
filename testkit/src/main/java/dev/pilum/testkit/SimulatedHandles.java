package dev.pilum.testkit;

import java.lang.foreign.Arena;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;

/** What a process holds open: files, and arenas that files were mapped into. */
final class SimulatedHandles {
  private final Set<Object> files = Collections.newSetFromMap(new IdentityHashMap<>());
  private final Set<Arena> arenas = Collections.newSetFromMap(new IdentityHashMap<>());

  <T> T opened(T file) {
    files.add(file);
    return file;
  }

  boolean closed(Object file) {
    return files.remove(file);
  }

  void mappedInto(Arena arena) {
    arenas.removeIf(other -> !other.scope().isAlive());
    arenas.add(arena);
  }

  int count() {
    arenas.removeIf(arena -> !arena.scope().isAlive());
    return files.size() + arenas.size();
  }
}
