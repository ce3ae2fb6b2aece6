// SPDX-License-Identifier: Apache-2.0
package io.jevent.monitor;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Enabled;
import jdk.jfr.Event;
import jdk.jfr.EventType;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Threshold;
import jdk.jfr.Timespan;
import org.jspecify.annotations.Nullable;

/** The flight recorder's events about greenlets; all off unless a recording enables them. */
@SuppressWarnings("UnusedVariable") // the recorder reads the fields
final class JfrEvents {

    private JfrEvents() {}

    static boolean anyEnabled() {
        return EventType.getEventType(Spawn.class).isEnabled()
                || EventType.getEventType(Run.class).isEnabled()
                || EventType.getEventType(Kill.class).isEnabled();
    }

    static boolean blockedEnabled() {
        return EventType.getEventType(Blocked.class).isEnabled();
    }

    /** The common part of the events. */
    @Category("jevent")
    @Enabled(false)
    @StackTrace(false)
    abstract static class OfGreenlet extends Event {

        @Label("Hub")
        @Nullable
        String hub;

        @Label("Greenlet")
        @Nullable
        String greenlet;
    }

    @Name("jevent.Spawn")
    @Label("Greenlet Spawn")
    @Category("jevent")
    @Enabled(false)
    @StackTrace(false)
    static final class Spawn extends OfGreenlet {

        @Label("Spawned By")
        @Nullable
        String by;

        @Label("Spawned At")
        @Nullable
        String at;
    }

    @Name("jevent.Run")
    @Label("Greenlet Run")
    @Description("From when the greenlet was put on its hub's thread until it left it")
    @Category("jevent")
    @Enabled(false)
    @StackTrace(false)
    @Threshold("0 ns")
    static final class Run extends OfGreenlet {

        @Label("Then Waits On")
        @Description("Absent if it ended or only gave way")
        @Nullable
        String waitsOn;
    }

    @Name("jevent.Kill")
    @Label("Greenlet Kill")
    @Description("Something is thrown into a greenlet: a kill, a timeout")
    @Category("jevent")
    @Enabled(false)
    static final class Kill extends OfGreenlet {

        @Label("Thrown")
        @Nullable
        String thrown;

        @Label("By")
        @Nullable
        String by;
    }

    @Name("jevent.Blocked")
    @Label("Hub Blocked")
    @Description("A greenlet holds its hub longer than the blocking monitor's limit")
    @Category("jevent")
    @Enabled(false)
    @StackTrace(false)
    static final class Blocked extends OfGreenlet {

        @Label("Blocked For")
        @Timespan(Timespan.NANOSECONDS)
        long time;

        @Label("Where")
        @Nullable
        String where;
    }
}
