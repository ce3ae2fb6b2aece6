// SPDX-License-Identifier: Apache-2.0
package io.jevent.trace;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Texts by number, each once. Not thread-safe. */
final class Texts {

    /** Programs wait for as many things as they like; from here on only the kind of thing is told. */
    private static final int MAX_TEXTS = 50_000;

    private static final int MAX_LENGTH = 200;

    private final List<String> texts = new ArrayList<>();
    private final Map<String, Integer> numbers = new HashMap<>();

    /**
     * Returns the text of an object, without the state that follows in parentheses; {@code Queue.get (Queue@1f, empty)}
     * is a call and its object.
     */
    static String of(Object thing) {
        String text;
        try {
            text = String.valueOf(thing.toString());
        } catch (RuntimeException e) {
            return kindOf(thing);
        }
        int state = text.indexOf(" (");
        String kept = state > 0 && text.indexOf('@', state) < 0 ? text.substring(0, state) : text;
        return kept.length() > MAX_LENGTH ? kept.substring(0, MAX_LENGTH) + "..." : kept;
    }

    /** The number of {@code text}, or where there are too many already, of the kind of {@code thing}. */
    int number(String text, Object thing) {
        Integer known = numbers.get(text);
        if (known != null) {
            return known;
        }
        String added = texts.size() < MAX_TEXTS ? text : kindOf(thing);
        return numbers.computeIfAbsent(added, fresh -> {
            texts.add(fresh);
            return texts.size() - 1;
        });
    }

    List<String> all() {
        return texts;
    }

    private static String kindOf(Object thing) {
        return "a " + thing.getClass().getSimpleName();
    }
}
