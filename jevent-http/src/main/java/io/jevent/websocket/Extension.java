// SPDX-License-Identifier: Apache-2.0
package io.jevent.websocket;

import io.jevent.internal.http.FieldLists;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An extension that an end offers or selects, RFC 6455, 9.1.
 *
 * @param name its name
 * @param parameters its parameters in order; a name may occur several times
 */
record Extension(String name, List<Parameter> parameters) {

    /**
     * A parameter of an extension.
     *
     * @param name its name
     * @param value its value; null if it has none
     */
    record Parameter(String name, @Nullable String value) {}

    /** Parses the extensions of headers. */
    static List<Extension> parse(List<String> lines) {
        var extensions = new ArrayList<Extension>();
        for (String element : FieldLists.elements(lines)) {
            List<String> parts = FieldLists.parts(element);
            if (!parts.isEmpty()) {
                List<Parameter> parameters = parts.subList(1, parts.size()).stream()
                        .map(Extension::parameter)
                        .toList();
                extensions.add(new Extension(parts.getFirst(), parameters));
            }
        }
        return extensions;
    }

    private static Parameter parameter(String text) {
        int equals = text.indexOf('=');
        return equals < 0
                ? new Parameter(text, null)
                : new Parameter(
                        text.substring(0, equals).strip(),
                        unquoted(text.substring(equals + 1).strip()));
    }

    private static String unquoted(String value) {
        boolean quoted = value.length() >= 2 && value.startsWith("\"") && value.endsWith("\"");
        return quoted ? value.substring(1, value.length() - 1) : value;
    }
}
