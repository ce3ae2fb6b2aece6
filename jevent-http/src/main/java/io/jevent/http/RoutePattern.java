// SPDX-License-Identifier: Apache-2.0
package io.jevent.http;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A path with variables: {@code /rooms/{room}}, {@code /files/{path...}}. */
final class RoutePattern {

    private final String text;
    private final List<String> segments;
    private final boolean open;
    private final boolean literal;

    RoutePattern(String text) {
        if (!text.startsWith("/")) {
            throw new IllegalArgumentException("a route begins with a slash: " + text);
        }
        this.text = text;
        segments = List.of(text.substring(1).split("/", -1));
        open = segments.getLast().endsWith("...}");
        literal = text.indexOf('{') < 0;
        check();
    }

    private void check() {
        var names = new HashSet<String>();
        for (int i = 0; i < segments.size(); i++) {
            String segment = segments.get(i);
            refuseOtherSyntax(segment);
            if (segment.indexOf('{') < 0 && segment.indexOf('}') < 0) {
                continue;
            }
            if (!isVariable(segment) || !names.add(nameOf(segment))) {
                throw new IllegalArgumentException(
                        "a variable is a whole segment of a path in braces, with a unique name: " + text);
            }
            if (segment.endsWith("...}") && i < segments.size() - 1) {
                throw new IllegalArgumentException("only the last variable may take the rest of the path: " + text);
            }
        }
    }

    /** Refuses the variables of other libraries, which would match nothing here. */
    private void refuseOtherSyntax(String segment) {
        if (segment.startsWith(":") || segment.startsWith("<")) {
            throw new IllegalArgumentException(
                    "write a variable in braces, {id}, not " + segment + ", in the path " + text);
        }
        if (segment.indexOf('*') >= 0) {
            throw new IllegalArgumentException("there are no wildcards: write {name} for one segment of a path and"
                    + " {name...} for the rest, not " + segment + ", in the path " + text);
        }
    }

    private static boolean isVariable(String segment) {
        return segment.startsWith("{")
                && segment.indexOf('}') == segment.length() - 1
                && segment.lastIndexOf('{') == 0
                && !nameOf(segment).isEmpty();
    }

    private static String nameOf(String variable) {
        String name = variable.substring(1, variable.length() - 1);
        return name.endsWith("...") ? name.substring(0, name.length() - 3) : name;
    }

    boolean isLiteral() {
        return literal;
    }

    String text() {
        return text;
    }

    static List<String> split(String rawPath) {
        return List.of(rawPath.substring(1).split("/", -1));
    }

    /** Matches a path, split and not decoded yet. Returns its variables; null if it does not match. */
    @Nullable
    Map<String, String> match(List<String> path) {
        if (open ? path.size() < segments.size() : path.size() != segments.size()) {
            return null;
        }
        Map<String, String> variables = literal ? Map.of() : new HashMap<>();
        for (int i = 0; i < segments.size(); i++) {
            String segment = segments.get(i);
            String part = path.get(i);
            if (!segment.startsWith("{")) {
                if (!segment.equals(Uris.decode(part, false))) {
                    return null;
                }
            } else if (segment.endsWith("...}")) {
                variables.put(nameOf(segment), Uris.decode(String.join("/", path.subList(i, path.size())), false));
            } else if (part.isEmpty()) {
                return null;
            } else {
                variables.put(nameOf(segment), Uris.decode(part, false));
            }
        }
        return variables;
    }

    @Override
    public String toString() {
        return text;
    }
}
