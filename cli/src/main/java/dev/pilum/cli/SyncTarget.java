package dev.pilum.cli;

import dev.pilum.pgvector.DdlMode;
import dev.pilum.pgvector.MirrorOptions;
import dev.pilum.pgvector.PgIndexKind;
import dev.pilum.pgvector.PgMirror;
import dev.pilum.pgvector.PgTarget;
import dev.pilum.storage.error.InvalidRequest;
import java.util.Locale;

/** The mirror that the options of a command name. The only one that is loaded with the driver. */
final class SyncTarget {
  private SyncTarget() {}

  static PgMirror of(SyncOptions options, String ddl, int batchChanges) {
    return PgMirror.of(
        PgTarget.of(options.url()), mirrorOptions(options, ddl).withBatchChanges(batchChanges));
  }

  static PgMirror of(SyncOptions options) {
    return PgMirror.of(PgTarget.of(options.url()), mirrorOptions(options, "manual"));
  }

  /** Returns a mirror that is only asked for statements, and connects to nothing. */
  static PgMirror offline(SyncOptions options) {
    return PgMirror.of(
        PgTarget.of("postgresql://localhost/offline"), mirrorOptions(options, "manual"));
  }

  private static MirrorOptions mirrorOptions(SyncOptions options, String ddl) {
    return MirrorOptions.of(options.name())
        .withSchema(options.schema())
        .withColumns(options.columns())
        .withIndex(choice(PgIndexKind.class, "--index", options.index()))
        .withDdl(choice(DdlMode.class, "--ddl", ddl));
  }

  /** Returns the constant of this name, in small letters or large. */
  static <E extends Enum<E>> E choice(Class<E> kind, String option, String name) {
    for (E constant : kind.getEnumConstants()) {
      if (constant.name().equalsIgnoreCase(name)) {
        return constant;
      }
    }
    String all = java.util.Arrays.toString(kind.getEnumConstants()).toLowerCase(Locale.ROOT);
    throw new InvalidRequest(option + " is one of " + all + ", not '" + name + "'");
  }
}
