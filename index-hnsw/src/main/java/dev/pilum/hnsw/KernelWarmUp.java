package dev.pilum.hnsw;

import dev.pilum.storage.schema.DataType.Vector.Element;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Which kernels searches use while a process is young: plain ones that give the same bits, until
 * somebody has made enough searches with the SIMD ones in the background for the JIT to compile
 * them.
 *
 * <p>Safe for use by many threads.
 */
public final class KernelWarmUp {
  private static final int PENDING = 0;
  private static final int BEGUN = 1;
  private static final int OVER = 2;

  private final AtomicInteger state;

  private KernelWarmUp(int state) {
    this.state = new AtomicInteger(state);
  }

  /** Returns a warm-up that is over: SIMD from the first distance on, where there is SIMD. */
  public static KernelWarmUp over() {
    return new KernelWarmUp(OVER);
  }

  /** Returns a warm-up that is still to be made; one that is over where there is no SIMD. */
  public static KernelWarmUp pending() {
    return new KernelWarmUp(KernelProvider.hasSimd() ? PENDING : OVER);
  }

  /** Returns {@code true} to one caller, who then makes it and calls {@link #end}. */
  public boolean mayBegin() {
    return state.get() == PENDING && state.compareAndSet(PENDING, BEGUN);
  }

  /** Has every search from now on use the SIMD kernels. */
  public void end() {
    state.set(OVER);
  }

  /** Returns whether searches use the fastest kernels there are. */
  boolean isOver() {
    return state.get() == OVER;
  }

  /** Returns the kernels over bits to use: those that need no warming up until it is over. */
  BitKernels bits() {
    return isOver() ? KernelProvider.forBits() : new ScalarBitKernels();
  }

  /**
   * Returns the kernels to use for {@code element} in place of the fastest, or {@code null} when
   * those are ready or need no warming up.
   */
  @Nullable LaneOrderKernels instead(Element element) {
    return isOver() || element != Element.FLOAT32
        ? null
        : new LaneOrderKernels(LaneOrderKernels.lanesOfThisMachine());
  }
}
