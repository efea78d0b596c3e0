package dev.pilum.testkit.damage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilum.storage.error.InvalidRequest;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** How input of somebody who means no good must be met: by an answer or by a refusal, and soon. */
final class Hostile {
  /** Far above what any of these takes, far below what a hang does. */
  private static final Duration SOON = Duration.ofSeconds(20);

  private Hostile() {}

  /** What may throw. */
  @FunctionalInterface
  interface Call {
    @Nullable Object run();
  }

  /** Asserts that the call is refused with a sentence that says something. */
  static void isRefused(String what, Call call) {
    assertThat(refusal(what, call)).as("%s is taken", what).isNotNull();
  }

  /** Asserts that the call is answered. */
  static void isAnswered(String what, Call call) {
    assertThat(refusal(what, call)).as("%s is refused", what).isNull();
  }

  /** Asserts that the call is answered or refused. */
  static void isMet(String what, Call call) {
    assertThat(refusal(what, call))
        .as(what)
        .satisfiesAnyOf(text -> assertThat(text).isNull(), text -> assertThat(text).isNotEmpty());
  }

  private static @Nullable String refusal(String what, Call call) {
    Instant start = Instant.now();
    try {
      call.run();
      return null;
    } catch (InvalidRequest e) {
      assertThat(e.getMessage()).as(what).isNotBlank().hasSizeLessThan(10_000);
      return e.getMessage();
    } catch (RuntimeException | Error e) {
      throw new AssertionError(what + " ends as " + e.getClass().getName(), e);
    } finally {
      assertThat(Duration.between(start, Instant.now())).as("time of %s", what).isLessThan(SOON);
    }
  }
}
