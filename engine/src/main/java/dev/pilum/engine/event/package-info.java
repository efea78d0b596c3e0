/** What tables do, told to listeners, Flight Recorder and the log. */
@NullMarked
package dev.pilum.engine.event;

import org.jspecify.annotations.NullMarked;
