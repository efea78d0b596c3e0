package dev.pilum.formats.vector;

import dev.pilum.Scan;
import dev.pilum.formats.spi.Format;
import dev.pilum.formats.spi.FormatOptions;
import dev.pilum.formats.spi.Input;
import dev.pilum.formats.spi.RejectedRows;
import dev.pilum.formats.spi.RowReader;
import java.io.IOException;
import java.nio.channels.WritableByteChannel;
import java.util.List;

/** Files of nothing but vectors. */
public final class VectorFormat implements Format {
  /** The TEXMEX layout: each vector behind its dimension. */
  public static final VectorFormat FVECS = new VectorFormat("fvecs");

  /** numpy's arrays. */
  public static final VectorFormat NPY = new VectorFormat("npy");

  /** Name of the column of ids unless another is given. */
  public static final String KEY = "id";

  /** Name of the column of vectors unless another is given. */
  public static final String COLUMN = "embedding";

  private final String name;

  private VectorFormat(String name) {
    this.name = name;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public List<String> endings() {
    return List.of("." + name);
  }

  @Override
  public RowReader open(Input input, FormatOptions options, RejectedRows rejected) {
    String key = options.key() == null ? KEY : options.key();
    String column = options.vectorColumn() == null ? COLUMN : options.vectorColumn();
    return VectorReader.open(input.file(), null, key, column);
  }

  @Override
  public long write(Scan scan, WritableByteChannel target, FormatOptions options)
      throws IOException {
    return new VectorWriter(this, target).write(scan, options.vectorColumn());
  }
}
