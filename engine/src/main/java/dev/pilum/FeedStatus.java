package dev.pilum;

import dev.pilum.storage.schema.Retention;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How far the consumer of a {@link ChangeFeed} has come.
 *
 * @param name the feed's name
 * @param position the place up to which changes are acknowledged
 * @param versionsBehind how many versions of the table are not acknowledged whole
 * @param createdAt when the feed was created
 * @param acknowledgedAt when its consumer last acknowledged something new; at first, when it was
 *     created
 * @param oldestUnreadAt when the first version was committed that is not acknowledged whole; {@code
 *     null} when there is none, or it is not known any more
 * @param limit which versions the feed holds on to: those that this retention would keep
 * @param lost whether changes are gone that are not acknowledged: drop the feed, create it again
 *     and copy the rows anew
 */
public record FeedStatus(
    String name,
    ChangePosition position,
    long versionsBehind,
    Instant createdAt,
    Instant acknowledgedAt,
    @Nullable Instant oldestUnreadAt,
    Retention limit,
    boolean lost) {}
