package dev.pilum.engine.table;

import dev.pilum.storage.error.Corruption;
import dev.pilum.storage.error.PilumException;
import org.jspecify.annotations.Nullable;

/*
 * Values in mapped files are not checked before they are used: their checksum is for verify(), and a search must not read a gigabyte first.
 * What they say may therefore be nonsense, and an offset that leads nowhere ends, safely but rudely, in an IndexOutOfBoundsException of
 * the JDK. It costs nothing until that happens. Then there is time to read the files whole, and to say which of them is damaged.
 */
/** Tells damage to files from mistakes of ours, once a read has failed in an unexpected way. */
public final class Diagnosis {
  private Diagnosis() {}

  /**
   * Throws the damage to the first file that is not what was written; does nothing when {@code
   * failure} says itself what is wrong, or no file is damaged.
   *
   * @param view what was being read
   * @throws Corruption with {@code failure} suppressed
   */
  public static void throwDamage(TableView view, Throwable failure) {
    Corruption damage = failure instanceof PilumException ? null : damage(view);
    if (damage != null) {
      damage.addSuppressed(failure);
      throw damage;
    }
  }

  private static @Nullable Corruption damage(TableView view) {
    for (SourceView source : view.sources()) {
      if (source.source() instanceof Segment segment) {
        Corruption damage = segment.damage();
        if (damage != null) {
          return damage;
        }
      }
    }
    return null;
  }
}
