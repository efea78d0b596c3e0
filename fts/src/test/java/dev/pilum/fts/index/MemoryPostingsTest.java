package dev.pilum.fts.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.lucene.index.FreqAndNormBuffer;
import org.apache.lucene.search.DocAndFloatFeatureBuffer;
import org.apache.lucene.search.DocIdSetIterator;
import org.junit.jupiter.api.Test;

class MemoryPostingsTest {
  /** What a document says of the term, and how long it is. */
  private record Use(int document, int frequency, byte norm) {}

  @Test
  void manyPostingsAtATimeAreThoseThatComeOneByOne() {
    for (int seed = 0; seed < 200; seed++) {
      Random random = new Random(seed);
      List<Use> uses = new ArrayList<>();
      MemoryPostings postings = random(random, uses);
      int rows = random.nextInt(lastDocument(uses) + 2);
      MemoryPostingsEnum one = new MemoryPostingsEnum(postings, rows);
      MemoryPostingsEnum many = new MemoryPostingsEnum(postings, rows);
      DocAndFloatFeatureBuffer buffer = new DocAndFloatFeatureBuffer();
      int next = one.nextDoc();
      assertThat(many.nextDoc()).as("seed %s", seed).isEqualTo(next);
      while (next != DocIdSetIterator.NO_MORE_DOCS) {
        int upTo = next + 1 + random.nextInt(300);
        many.nextPostings(upTo, buffer);
        assertThat(buffer.size).as("seed %s", seed).isPositive();
        for (int i = 0; i < buffer.size; i++) {
          assertThat(buffer.docs[i]).as("seed %s", seed).isEqualTo(next).isLessThan(upTo);
          assertThat(buffer.features[i]).as("seed %s", seed).isEqualTo(one.freq());
          next = one.nextDoc();
        }
        assertThat(many.docID()).as("seed %s", seed).isEqualTo(next);
      }
    }
  }

  @Test
  void noDocumentIsShorterNorHasTheTermMoreOftenThanImpactsSay() {
    for (int seed = 0; seed < 200; seed++) {
      List<Use> uses = new ArrayList<>();
      MemoryPostings postings = random(new Random(seed), uses);
      MemoryPostingsEnum all = new MemoryPostingsEnum(postings, lastDocument(uses) + 1);
      FreqAndNormBuffer best = all.getImpacts().getImpacts(0);
      assertThat(best.size).isEqualTo(1);
      assertThat(best.freqs[0])
          .as("seed %s", seed)
          .isEqualTo(uses.stream().mapToInt(Use::frequency).max().orElseThrow());
      assertThat(best.norms[0] & 0xFF)
          .as("seed %s", seed)
          .isEqualTo(uses.stream().mapToLong(use -> use.norm & 0xFF).min().orElseThrow());
    }
  }

  private static int lastDocument(List<Use> uses) {
    return uses.getLast().document;
  }

  private static MemoryPostings random(Random random, List<Use> uses) {
    MemoryPostings postings = new MemoryPostings(1);
    int document = 0;
    int count = 1 + random.nextInt(400);
    for (int i = 0; i < count; i++) {
      document += 1 + random.nextInt(4);
      int frequency = 1 + random.nextInt(3);
      for (int place = 0; place < frequency; place++) {
        postings.add(document, place, 0, 1);
      }
      byte norm = (byte) (1 + random.nextInt(255));
      postings.finish(norm);
      uses.add(new Use(document, frequency, norm));
    }
    return postings;
  }
}
