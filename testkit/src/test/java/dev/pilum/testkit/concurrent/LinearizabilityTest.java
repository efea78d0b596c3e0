package dev.pilum.testkit.concurrent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilum.testkit.concurrent.KeyOperation.Add;
import dev.pilum.testkit.concurrent.KeyOperation.Delete;
import dev.pilum.testkit.concurrent.KeyOperation.Exists;
import dev.pilum.testkit.concurrent.KeyOperation.Get;
import dev.pilum.testkit.concurrent.KeyOperation.Update;
import dev.pilum.testkit.concurrent.KeyOperation.Upsert;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The checker of histories: it accepts what one order explains, and nothing else. */
class LinearizabilityTest {
  private final List<Call> calls = new ArrayList<>();

  private LinearizabilityTest and(long invoked, long returned, KeyOperation operation) {
    calls.add(new Call(calls.size(), operation, invoked, returned));
    return this;
  }

  private void holds() {
    assertThat(Linearizability.longestOrder(calls, null)).hasSameSizeAs(calls);
  }

  private void fails() {
    assertThat(Linearizability.longestOrder(calls, null).size()).isLessThan(calls.size());
  }

  @Test
  void oneCallAfterTheOtherIsAccepted() {
    and(1, 2, new Get(null)).and(3, 4, new Upsert("a", false)).and(5, 6, new Get("a"));
    and(7, 8, new Update("b", true)).and(9, 10, new Exists(true)).and(11, 12, new Delete(true));
    and(13, 14, new Exists(false)).and(15, 16, new Add("c", true)).and(17, 18, new Add("d", false));
    and(19, 20, new Upsert("e", true)).and(21, 22, new Get("e")).holds();
  }

  @Test
  void theFirstReadSeesWhatWasThereBefore() {
    and(1, 2, new Get("before"));
    assertThat(Linearizability.longestOrder(calls, "before")).isEqualTo(calls);
    fails();
  }

  @Test
  void noCallsAreAccepted() {
    holds();
  }

  @Test
  void aReadBesideAWriteMaySeeEitherValue() {
    and(1, 2, new Upsert("a", false)).and(3, 10, new Upsert("b", true));
    and(4, 5, new Get("a")).and(6, 7, new Get("b")).holds();
  }

  @Test
  void twoWritesAtOnceMayTakeEffectInEitherOrder() {
    and(1, 4, new Upsert("a", true)).and(2, 3, new Upsert("b", false));
    and(5, 6, new Get("a")).holds();
  }

  @Test
  void aValueOnceSeenDoesNotGoAwayAgain() {
    and(1, 2, new Upsert("a", false)).and(3, 10, new Upsert("b", true));
    and(4, 5, new Get("b")).and(6, 7, new Get("a")).fails();
  }

  @Test
  void aStaleReadIsFound() {
    and(1, 2, new Upsert("a", false)).and(3, 4, new Upsert("b", true));
    and(5, 6, new Get("a")).fails();
  }

  @Test
  void aLostWriteIsFound() {
    and(1, 2, new Upsert("a", false)).and(3, 4, new Get(null)).fails();
  }

  @Test
  void aValueThatNobodyWroteIsFound() {
    and(1, 9, new Upsert("a", false)).and(2, 3, new Get("z")).fails();
  }

  @Test
  void aRowThatComesBackAfterItsDeletionIsFound() {
    and(1, 2, new Upsert("a", false)).and(3, 4, new Delete(true));
    and(5, 6, new Exists(true)).fails();
  }

  @Test
  void twoDeletionsOfOneRowAreFound() {
    and(1, 2, new Upsert("a", false)).and(3, 6, new Delete(true)).and(4, 5, new Delete(true));
    fails();
  }

  @Test
  void twoAcceptedAdditionsAreFoundThoughNobodyReads() {
    and(1, 4, new Add("a", true)).and(2, 3, new Add("b", true)).fails();
  }

  @Test
  void anUpdateOfARowThatIsNotThereIsFound() {
    and(1, 2, new Update("a", true)).fails();
  }

  @Test
  void theLongestOrderEndsWhereNothingFits() {
    and(1, 2, new Upsert("a", false)).and(3, 4, new Get("a")).and(5, 6, new Get("b"));
    and(7, 8, new Get("a"));
    assertThat(Linearizability.longestOrder(calls, null)).isEqualTo(calls.subList(0, 2));
  }

  @Test
  void itAgreesWithTryingAllOrders() {
    long seed = Long.getLong("seed", 0x11EA);
    SplittableRandom random = new SplittableRandom(seed);
    int[] verdicts = new int[2];
    for (int i = 0; i < 2_000; i++) {
      List<Call> drawn = drawn(random, random.nextInt(1, 7));
      boolean expected = someOrderFits(drawn, null);
      assertThat(Linearizability.longestOrder(drawn, null).size() == drawn.size())
          .as("seed %d: %s", seed, drawn)
          .isEqualTo(expected);
      verdicts[expected ? 1 : 0]++;
    }
    assertThat(verdicts[0]).as("rejected").isGreaterThan(200);
    assertThat(verdicts[1]).as("accepted").isGreaterThan(200);
  }

  /** Sixteen threads that always overlap: what has been tried is not tried again. */
  @Test
  void aLongHistoryOfAnAtomicValueIsAcceptedAndOneWrongReadOfItIsNot() {
    SplittableRandom random = new SplittableRandom(Long.getLong("seed", 0x11EB));
    List<Call> atomic = atomicHistory(random, 16, 1_000);
    assertThat(Linearizability.longestOrder(atomic, null)).hasSameSizeAs(atomic);
    int reads = 0;
    for (int i = atomic.size() / 2; reads < 5; i++) {
      if (atomic.get(i).operation() instanceof Get) {
        Call right = atomic.get(i);
        Call wrong = new Call(right.thread(), new Get("v1"), right.invoked(), right.returned());
        List<Call> changed = new ArrayList<>(atomic);
        changed.set(i, wrong);
        assertThat(Linearizability.longestOrder(changed, null).size()).isLessThan(changed.size());
        reads++;
      }
    }
  }

  private static boolean someOrderFits(List<Call> left, @Nullable String value) {
    if (left.isEmpty()) {
      return true;
    }
    for (Call call : left) {
      boolean mayBeNext = left.stream().noneMatch(other -> other.returned() < call.invoked());
      if (mayBeNext && call.operation().fits(value)) {
        List<Call> rest = new ArrayList<>(left);
        rest.remove(call);
        if (someOrderFits(rest, call.operation().after(value))) {
          return true;
        }
      }
    }
    return false;
  }

  /** Calls with results by chance, mostly wrong ones. */
  private static List<Call> drawn(SplittableRandom random, int count) {
    List<Call> drawn = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      long invoked = 10L * random.nextInt(8) + i;
      drawn.add(
          new Call(i, operation(random, i), invoked, invoked + 10L * random.nextInt(1, 5) + 6));
    }
    return drawn;
  }

  private static KeyOperation operation(SplittableRandom random, int i) {
    boolean yes = random.nextInt(3) > 0;
    String value = "v" + random.nextInt(3);
    return switch (random.nextInt(7)) {
      case 0 -> new Add("v" + i, yes);
      case 1 -> new Update("v" + i, yes);
      case 2 -> new Delete(yes);
      case 3, 4 -> new Get(random.nextInt(4) == 0 ? null : value);
      case 5 -> new Exists(yes);
      default -> new Upsert("v" + i, yes);
    };
  }

  /** What threads would see of one atomic value: each call's effect falls between its times. */
  private static List<Call> atomicHistory(SplittableRandom random, int threads, int count) {
    List<Call> history = new ArrayList<>();
    long[] free = new long[threads];
    String value = null;
    for (int i = 0; i < count; i++) {
      long effect = 100L * i + 50;
      int thread = i % threads;
      long invoked = Math.max(free[thread] + 1, effect - random.nextInt(100 * threads));
      long returned = effect + random.nextInt(1, 60);
      free[thread] = returned;
      KeyOperation operation =
          switch (random.nextInt(4)) {
            case 0 -> new Upsert("v" + i, value != null);
            case 1 -> new Delete(value != null);
            default -> new Get(value);
          };
      value = operation.after(value);
      history.add(new Call(thread, operation, invoked, returned));
    }
    return history;
  }
}
