// SPDX-License-Identifier: Apache-2.0
package io.jevent.trace;

import io.jevent.trace.EventLog.Kind;
import io.jevent.trace.Recording.Row;
import io.jevent.trace.Slices.Doing;
import io.jevent.trace.Slices.Slice;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.math.BigDecimal;

/**
 * Writes a recording in the trace-event format, which Perfetto opens: a process for each hub, in it a thread for each
 * greenlet, with slices for what it does; a flow from who wakes or spawns to the run that follows.
 */
final class TraceEvents {

    private final Recording recording;
    private final Writer out;
    private final long[] flows;
    private final Slices slices;
    private long flowCount;
    private boolean started;

    private TraceEvents(Recording recording, Writer out) {
        this.recording = recording;
        this.out = out;
        flows = new long[recording.rows().size()];
        slices = new Slices(flows.length, this::slice);
    }

    static void write(Recording recording, Writer out) throws IOException {
        try {
            new TraceEvents(recording, out).write();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private void write() throws IOException {
        out.write("{\"displayTimeUnit\":\"ns\",\"otherData\":{\"droppedEvents\":\"" + recording.dropped()
                + "\"},\"traceEvents\":[");
        for (int hub = 0; hub < recording.hubs().size(); hub++) {
            begin("M", "process_name", hub, 0);
            argument("name", recording.hubs().get(hub));
            end();
        }
        for (int lane = 0; lane < flows.length; lane++) {
            Row row = recording.rows().get(lane);
            begin("M", "thread_name", row.hub(), lane);
            argument("name", row.named() ? row.label() : row.label() + " " + row.shortSite());
            end();
            begin("M", "thread_sort_index", row.hub(), lane);
            out.write(",\"args\":{\"sort_index\":" + lane + "}");
            end();
        }
        recording.forEach(this::event);
        slices.finish();
        out.write("\n]}\n");
    }

    private void event(Kind kind, long time, int lane, int other) {
        try {
            if ((kind == Kind.SPAWN || kind == Kind.WAKE) && other >= 0) {
                flows[lane] = ++flowCount;
                flow("s", other, time, flowCount);
            } else if (kind == Kind.IN && flows[lane] != 0) {
                flow("f", lane, time, flows[lane]);
                flows[lane] = 0;
            } else if (kind == Kind.THROW || kind == Kind.MARK || kind == Kind.EVENT) {
                begin(
                        "i",
                        kind == Kind.MARK ? "mark" : kind == Kind.EVENT ? "event" : "thrown into it",
                        recording.rows().get(lane).hub(),
                        lane);
                out.write(",\"s\":\"t\",\"ts\":" + micros(time));
                argument("what", recording.texts().get(other));
                end();
            }
            slices.event(kind, time, lane, other);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void slice(Slice slice) {
        try {
            String name = switch (slice.doing()) {
                case RUNNING -> "run";
                case WAITING -> waiting(recording.waitsFor(slice.kind(), slice.other()));
                default -> "ready";
            };
            begin("X", name, recording.rows().get(slice.lane()).hub(), slice.lane());
            out.write(",\"cat\":\"" + (slice.doing() == Doing.RUNNING ? "run" : "wait") + "\",\"ts\":"
                    + micros(slice.from()) + ",\"dur\":" + micros(slice.length()));
            if (slice.doing() == Doing.READY) {
                argument("since", since(slice.kind(), slice.other()));
            }
            end();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String waiting(String target) {
        return target.startsWith("sleep ") ? target : "wait for " + target;
    }

    private String since(Kind kind, int other) {
        return switch (kind) {
            case SPAWN -> other < 0 ? "it was spawned" : recording.wokenBy(Kind.WAKE, other) + " spawned it";
            case WAKE, WAKE_THREAD -> recording.wokenBy(kind, other) + " woke it";
            default -> "it gave way";
        };
    }

    private void flow(String phase, int lane, long time, long id) throws IOException {
        begin(phase, "wake", recording.rows().get(lane).hub(), lane);
        out.write(",\"cat\":\"wake\",\"id\":" + id + ",\"ts\":" + micros(time));
        if (phase.equals("f")) {
            out.write(",\"bp\":\"e\"");
        }
        end();
    }

    private void begin(String phase, String name, int hub, int lane) throws IOException {
        out.write(started ? ",\n{\"ph\":\"" : "\n{\"ph\":\"");
        started = true;
        out.write(phase);
        out.write("\",\"name\":");
        PageJson.string(out, name);
        out.write(",\"pid\":" + (hub + 1) + ",\"tid\":" + (lane + 1));
    }

    private void argument(String key, String value) throws IOException {
        out.write(",\"args\":{\"" + key + "\":");
        PageJson.string(out, value);
        out.write('}');
    }

    private void end() throws IOException {
        out.write('}');
    }

    private static String micros(long nanos) {
        return BigDecimal.valueOf(nanos, 3).toPlainString();
    }
}
