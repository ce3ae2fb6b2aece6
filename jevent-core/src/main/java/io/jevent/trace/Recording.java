// SPDX-License-Identifier: Apache-2.0
package io.jevent.trace;

import io.jevent.trace.EventLog.Kind;
import io.jevent.trace.EventLog.Reader;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The recorded data to write out: the lanes that are of interest, numbered from 0, and their events. */
final class Recording {

    /**
     * A greenlet: its name or, without one, its number; where it was spawned; by which lane, if that is known; the name
     * of its realm, or an empty text.
     */
    record Row(String label, boolean named, String site, int hub, int spawner, String part) {

        /** The file and line of the site, without the class and method. */
        String shortSite() {
            int open = site.indexOf('(');
            return open >= 0 && site.endsWith(")") ? site.substring(open + 1, site.length() - 1) : site;
        }
    }

    private final List<String> hubs;
    private final List<String> texts;
    private final EventLog log;
    private final List<Row> rows = new ArrayList<>();
    private final Map<Integer, Integer> indexes = new HashMap<>();

    Recording(List<String> hubs, List<Lane> lanes, List<String> texts, EventLog log) {
        this.hubs = hubs;
        this.texts = texts;
        this.log = log;
        List<Lane> shown = lanes.stream()
                .filter(Recording::isOfInterest)
                .sorted(Comparator.comparingInt(lane -> lane.id))
                .toList();
        shown.forEach(lane -> indexes.put(lane.id, indexes.size()));
        for (Lane lane : shown) {
            @Nullable String name = lane.name();
            String label = name == null ? "#" + rows.size() : name;
            rows.add(new Row(label, name != null, lane.site(), lane.hub, indexOf(lane.spawner), lane.part));
        }
    }

    /** A main greenlet that does nothing but start the program, and wait for its end, is none. */
    private static boolean isOfInterest(Lane lane) {
        return lane.spawned || lane.acts > 1;
    }

    private int indexOf(int lane) {
        return indexes.getOrDefault(lane, Lane.NONE);
    }

    List<String> hubs() {
        return hubs;
    }

    List<Row> rows() {
        return rows;
    }

    List<String> texts() {
        return texts;
    }

    /** How many events, the first ones, were too many to be kept. */
    long dropped() {
        return log.dropped();
    }

    /** Tells of the events in order, with lanes by their index in {@link #rows}. */
    void forEach(Reader reader) {
        log.forEach((kind, time, lane, other) -> {
            int index = indexOf(lane);
            if (index != Lane.NONE) {
                reader.event(kind, time, index, namesALane(kind) && other >= 0 ? indexOf(other) : other);
            }
        });
    }

    private static boolean namesALane(Kind kind) {
        return kind == Kind.SPAWN || kind == Kind.OUT_JOIN || kind == Kind.WAKE;
    }

    /** The target of a greenlet's wait, in words. */
    String waitsFor(Kind kind, int other) {
        if (kind == Kind.OUT_JOIN) {
            return "the end of " + (other < 0 ? "a greenlet" : rows.get(other).label());
        }
        return texts.get(other);
    }

    /** The waker of a greenlet, in words. */
    String wokenBy(Kind kind, int other) {
        if (kind == Kind.WAKE_THREAD) {
            return texts.get(other);
        }
        return switch (other) {
            case EventLog.HUB -> "the hub";
            case EventLog.TIMER -> "a timer";
            default -> rows.get(other).label();
        };
    }
}
