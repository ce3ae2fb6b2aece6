// SPDX-License-Identifier: Apache-2.0
package io.jevent.http;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The names and values of a query or a form, decoded as UTF-8.
 *
 * <p><b>Confinement:</b> immutable.
 *
 * @since 0.1
 */
public final class Parameters {

    private static final int MAX = 1000;

    private final Map<String, List<String>> values;

    private Parameters(Map<String, List<String>> values) {
        this.values = values;
    }

    static Parameters parse(String text) {
        var values = new LinkedHashMap<String, List<String>>();
        int count = 0;
        for (String pair : text.split("&", -1)) {
            if (pair.isEmpty()) {
                continue;
            }
            if (++count > MAX) {
                throw new HttpException(400, "more than " + MAX + " parameters");
            }
            int equals = pair.indexOf('=');
            String name = equals < 0 ? pair : pair.substring(0, equals);
            String value = equals < 0 ? "" : pair.substring(equals + 1);
            values.computeIfAbsent(Uris.decode(name, true), _ -> new ArrayList<>())
                    .add(Uris.decode(value, true));
        }
        return new Parameters(values);
    }

    /**
     * Returns the first value of a name.
     *
     * @param name the name
     * @return the value, or empty if there is none
     */
    public Optional<String> first(String name) {
        List<String> all = values.get(name);
        return all == null ? Optional.empty() : Optional.of(all.get(0));
    }

    /**
     * Returns all values of a name.
     *
     * @param name the name
     * @return the values, in order
     */
    public List<String> all(String name) {
        return List.copyOf(values.getOrDefault(name, List.of()));
    }

    /**
     * Returns the names.
     *
     * @return the names, in order
     */
    public Set<String> names() {
        return java.util.Collections.unmodifiableSet(values.keySet());
    }

    @Override
    public String toString() {
        return values.toString();
    }
}
