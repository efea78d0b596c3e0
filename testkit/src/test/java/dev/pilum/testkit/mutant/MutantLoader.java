package dev.pilum.testkit.mutant;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/**
 * Loads Pilum and its tests once more, with one bug; everything else comes from the parent. What it
 * loads has nothing in common with what the parent loaded. One thread.
 */
final class MutantLoader extends ClassLoader {
  private static final String OURS = "dev.pilum.";

  private final String mutated;
  private final byte[] withBug;

  MutantLoader(Mutant mutant, ClassLoader parent) {
    super("mutant", parent);
    this.mutated = mutant.type();
    this.withBug = mutant.applyTo(bytesOf(mutant.type()));
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (!name.startsWith(OURS)) {
      return super.loadClass(name, resolve);
    }
    Class<?> loaded = findLoadedClass(name);
    return loaded == null ? findClass(name) : loaded;
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    byte[] bytes = name.equals(mutated) ? withBug : bytesOf(name);
    if (bytes == null) {
      throw new ClassNotFoundException(name);
    }
    return defineClass(name, bytes, 0, bytes.length);
  }

  /** Returns a class file, or {@code null} when there is none. */
  private byte[] bytesOf(String name) {
    try (InputStream stream = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
      return stream == null ? null : stream.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
