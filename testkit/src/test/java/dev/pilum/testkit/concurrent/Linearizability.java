package dev.pilum.testkit.concurrent;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/*
 * The search of Wing and Gong (1993) with the memory of Lowe (2017). Beginnings and ends of calls stand in one list, in the order of the
 * counter. Only a call whose beginning stands before the first end that is left can come next: every other one began after some call
 * was over that has not been placed. The first such call that fits the value is placed, and its beginning and end are taken out of the
 * list. When an end comes first, the call it belongs to should have been placed earlier: the latest choice is taken back and the next
 * tried. What has been placed (as a set) and the value decide all that follows, so a pair that was reached before is not gone into again:
 * without that the search takes exponential time where many calls overlap.
 */
/**
 * Decides whether calls on one key can be put into one order, each taking effect at some moment
 * between its beginning and its end, in which every call saw what those before it left.
 */
final class Linearizability {
  private final Event head;
  private final Set<Reached> reached = new HashSet<>();
  private final Deque<Choice> choices = new ArrayDeque<>();
  private final BitSet placed = new BitSet();
  private @Nullable String value;
  private List<Call> longest = List.of();
  private boolean growing;

  /** A call's beginning, or its end, in the list of those that are left. */
  private static final class Event {
    private final @Nullable Call call;
    private final int number;
    private final long at;

    /** The end, if this is a beginning. */
    private final @Nullable Event end;

    private @Nullable Event previous;
    private @Nullable Event next;

    Event(@Nullable Call call, int number, long at, @Nullable Event end) {
      this.call = call;
      this.number = number;
      this.at = at;
      this.end = end;
    }

    void takeOut() {
      previous.next = next;
      if (next != null) {
        next.previous = previous;
      }
    }

    void putBack() {
      previous.next = this;
      if (next != null) {
        next.previous = this;
      }
    }
  }

  private record Choice(Event beginning, @Nullable String valueBefore) {}

  private record Reached(BitSet placed, @Nullable String value) {}

  private Linearizability(List<Call> calls, @Nullable String start) {
    head = list(calls);
    value = start;
  }

  /**
   * Returns the longest order that was found: as long as {@code calls} if and only if they are
   * linearizable.
   *
   * @param start the key's value before them, {@code null} when there is no row
   */
  static List<Call> longestOrder(List<Call> calls, @Nullable String start) {
    Linearizability search = new Linearizability(calls, start);
    search.run();
    search.keepLongest();
    return search.longest;
  }

  private static Event list(List<Call> calls) {
    List<Event> events = new ArrayList<>();
    for (int i = 0; i < calls.size(); i++) {
      Call call = calls.get(i);
      Event end = new Event(call, i, call.returned(), null);
      events.add(end);
      events.add(new Event(call, i, call.invoked(), end));
    }
    events.sort(Comparator.comparingLong(event -> event.at));
    Event first = new Event(null, -1, -1, null);
    Event last = first;
    for (Event event : events) {
      event.previous = last;
      last.next = event;
      last = event;
    }
    return first;
  }

  private void run() {
    Event event = head.next;
    while (event != null) {
      if (event.end == null) {
        if (choices.isEmpty()) {
          return;
        }
        event = takeBack().next;
      } else if (place(event)) {
        event = head.next;
      } else {
        event = event.next;
      }
    }
  }

  /** Places a call next unless it does not fit, or leads to where the search has been. */
  private boolean place(Event beginning) {
    KeyOperation operation = beginning.call.operation();
    if (!operation.fits(value)) {
      return false;
    }
    String after = operation.after(value);
    placed.set(beginning.number);
    if (!reached.add(new Reached((BitSet) placed.clone(), after))) {
      placed.clear(beginning.number);
      return false;
    }
    choices.push(new Choice(beginning, value));
    value = after;
    beginning.takeOut();
    beginning.end.takeOut();
    growing = true;
    return true;
  }

  private Event takeBack() {
    keepLongest();
    Choice choice = choices.pop();
    Event beginning = choice.beginning();
    beginning.end.putBack();
    beginning.putBack();
    placed.clear(beginning.number);
    value = choice.valueBefore();
    return beginning;
  }

  /** Called before the first choice is taken back that follows one made, and at the end. */
  private void keepLongest() {
    if (growing && choices.size() > longest.size()) {
      longest = new ArrayList<>();
      choices.descendingIterator().forEachRemaining(c -> longest.add(c.beginning().call));
    }
    growing = false;
  }
}
