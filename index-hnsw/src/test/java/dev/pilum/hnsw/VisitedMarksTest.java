package dev.pilum.hnsw;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class VisitedMarksTest {

  @Test
  void whatWasNotSeenComesFirstOnceUpToTheEndOfTheList() {
    VisitedMarks visited = new VisitedMarks();
    visited.reset(10);
    visited.mark(3);
    int[] links = {5, 3, 9, 5, HnswGraph.NONE, 7};
    assertThat(visited.takeUnmarked(links, 6, 10)).isEqualTo(2);
    assertThat(links).startsWith(5, 9);
    assertThat(visited.isMarked(7)).isFalse();
    int[] full = {9, 7, 0, 1};
    assertThat(visited.takeUnmarked(full, 3, 10)).isEqualTo(2);
    assertThat(full).startsWith(7, 0);
    visited.reset(10);
    assertThat(visited.takeUnmarked(new int[] {9, 5, 3}, 3, 10)).isEqualTo(3);
  }

  @Test
  void noSearchSeesWhatOthersMarkedHoweverManyThereWere() {
    VisitedMarks visited = new VisitedMarks();
    for (int search = 0; search < 1_000; search++) {
      visited.reset(10);
      assertThat(visited.isMarked(search % 7)).as("search " + search).isFalse();
      visited.mark(search % 7);
      assertThat(visited.takeUnmarked(new int[] {search % 7, 8, 9}, 3, 10)).isEqualTo(2);
    }
  }

  @Test
  void aLinkThatLeadsNowhereIsToldByItsPlace() {
    VisitedMarks visited = new VisitedMarks();
    visited.reset(100); // of a larger graph searched before
    for (int nowhere : new int[] {10, 99, Integer.MAX_VALUE, -2, Integer.MIN_VALUE}) {
      int[] links = {1, 2, nowhere, 4};
      int place = ~visited.takeUnmarked(links, 4, 10);
      assertThat(place).isEqualTo(2);
      assertThat(links[place]).isEqualTo(nowhere);
    }
  }

  @Test
  void listsOfShortLinksAreReadWhereTheyLie() {
    VisitedMarks visited = new VisitedMarks();
    visited.reset(60_000);
    visited.mark(3);
    char[] lists = {1, 5, 3, 59_999, 5, ShortLinks.NONE, 7, 8};
    int[] found = new int[5];
    assertThat(visited.takeUnmarked(lists, 1, 5, found)).isEqualTo(2);
    assertThat(found).startsWith(5, 59_999);
    assertThat(visited.isMarked(59_999)).isTrue();
    assertThat(visited.isMarked(1)).isFalse();
    assertThat(visited.takeUnmarked(lists, 6, 1, found)).isEqualTo(1);
    assertThat(found[0]).isEqualTo(7);
    assertThat(visited.isMarked(8)).isFalse();
  }
}
