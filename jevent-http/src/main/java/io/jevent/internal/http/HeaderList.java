// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.http;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Header lines in their order; names are compared without case.
 *
 * <p><b>Confinement:</b> not shared.
 */
public final class HeaderList {

    private @Nullable String[] lines = new String[8];
    private int size;

    /** Creates an empty list. */
    public HeaderList() {
        super();
    }

    /**
     * Returns the number of lines.
     *
     * @return the number of lines
     */
    public int size() {
        return size / 2;
    }

    /**
     * Returns the name of a line.
     *
     * @param index the index of the line
     * @return its name as it was given
     */
    public String name(int index) {
        return at(2 * index);
    }

    /**
     * Returns the value of a line.
     *
     * @param index the index of the line
     * @return its value
     */
    public String value(int index) {
        return at(2 * index + 1);
    }

    private String at(int i) {
        String text = i < size ? lines[i] : null;
        if (text == null) {
            throw new IndexOutOfBoundsException("there is no header line " + i / 2);
        }
        return text;
    }

    /**
     * Returns the first value of a name.
     *
     * @param name the name
     * @return the value, or null
     */
    public @Nullable String get(String name) {
        for (int i = 0; i < size; i += 2) {
            if (name.equalsIgnoreCase(lines[i])) {
                return lines[i + 1];
            }
        }
        return null;
    }

    /**
     * Returns all values of a name.
     *
     * @param name the name
     * @return the values, in order
     */
    public List<String> all(String name) {
        var values = new ArrayList<String>();
        forEach((n, v) -> {
            if (n.equalsIgnoreCase(name)) {
                values.add(v);
            }
        });
        return values;
    }

    /**
     * Calls an action for each line.
     *
     * @param action receives name and value
     */
    public void forEach(BiConsumer<String, String> action) {
        for (int i = 0; i < size; i += 2) {
            action.accept(at(i), at(i + 1));
        }
    }

    /**
     * Adds a line, after a check of its syntax.
     *
     * @param name the name
     * @param value the value
     * @throws IllegalArgumentException if the name is not a token, or the value is not one line of Latin-1 characters
     */
    public void add(String name, String value) {
        checkName(name);
        checkValue(name, value);
        append(name, value);
    }

    /**
     * Adds a line without a check.
     *
     * @param name the name, which was checked before
     * @param value the value, which was checked before
     */
    public void append(String name, String value) {
        if (size == lines.length) {
            lines = Arrays.copyOf(lines, 2 * size);
        }
        lines[size++] = name;
        lines[size++] = value;
    }

    /**
     * Sets a line, in place of all others of its name.
     *
     * @param name the name
     * @param value the value
     * @throws IllegalArgumentException as {@link #add}
     */
    public void set(String name, String value) {
        checkName(name);
        checkValue(name, value);
        for (int i = 0; i < size; i += 2) {
            if (name.equalsIgnoreCase(lines[i])) {
                removeFrom(i + 2, name);
                lines[i] = name;
                lines[i + 1] = value;
                return;
            }
        }
        append(name, value);
    }

    /**
     * Removes all lines of a name.
     *
     * @param name the name
     */
    public void remove(String name) {
        removeFrom(0, name);
    }

    private void removeFrom(int start, String name) {
        int kept = start;
        for (int i = start; i < size; i += 2) {
            if (!name.equalsIgnoreCase(lines[i])) {
                lines[kept++] = lines[i];
                lines[kept++] = lines[i + 1];
            }
        }
        size = kept;
    }

    /**
     * Returns a copy.
     *
     * @return a list with the same lines
     */
    public HeaderList copy() {
        var copy = new HeaderList();
        copy.lines = lines.clone();
        copy.size = size;
        return copy;
    }

    /** Removes all lines. */
    public void clear() {
        size = 0;
    }

    private static void checkName(String name) {
        if (!Octets.isToken(name)) {
            throw new IllegalArgumentException("not the name of a header: " + quoted(name));
        }
    }

    private static void checkValue(String name, String value) {
        var _ = checked(name, value);
    }

    /** Returns a text, after a check that it is one line of Latin-1 characters. */
    static String checked(String what, String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c > 255 || !Octets.isValue(c)) {
                throw new IllegalArgumentException(what + " must be one line of Latin-1 characters, but "
                        + "has the character 0x" + Integer.toHexString(c) + " at " + i + ": " + quoted(value)
                        + "; encode it first");
            }
        }
        return value;
    }

    private static String quoted(String text) {
        var shown = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            shown.append(c < ' ' || c > '~' ? String.format("\\u%04x", (int) c) : String.valueOf(c));
        }
        return shown.append('"').toString();
    }

    @Override
    public String toString() {
        var text = new StringBuilder();
        forEach((name, value) -> text.append(name).append(": ").append(value).append('\n'));
        return text.toString();
    }
}
