// SPDX-License-Identifier: Apache-2.0
package io.jevent.socketio;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The bytes in values: they travel beside the JSON, which has placeholders for them. */
final class Attachments {

    private static final String PLACEHOLDER = "_placeholder";
    private static final String NUMBER = "num";
    private static final int MAX_DEPTH = 200;

    private Attachments() {}

    /** Returns a value with placeholders instead of bytes, which are added to {@code binaries}. */
    static @Nullable Object extract(@Nullable Object value, List<byte[]> binaries) {
        if (value instanceof byte[] bytes) {
            binaries.add(bytes.clone());
            return Map.of(PLACEHOLDER, true, NUMBER, binaries.size() - 1);
        }
        if (value instanceof Map<?, ?> map) {
            var changed = new LinkedHashMap<@Nullable Object, @Nullable Object>();
            map.forEach((key, item) -> changed.put(key, extract(item, binaries)));
            return changed;
        }
        if (value instanceof Collection<?> items) {
            var changed = new ArrayList<@Nullable Object>();
            items.forEach(item -> changed.add(extract(item, binaries)));
            return changed;
        }
        return value instanceof Object[] items ? extract(Arrays.asList(items), binaries) : value;
    }

    static List<?> insert(List<?> values, List<byte[]> binaries) throws EngineException {
        return items(values, binaries, 0);
    }

    private static List<@Nullable Object> items(List<?> values, List<byte[]> binaries, int depth)
            throws EngineException {
        var changed = new ArrayList<@Nullable Object>();
        for (Object item : values) {
            changed.add(inserted(item, binaries, depth + 1));
        }
        return changed;
    }

    private static @Nullable Object inserted(@Nullable Object value, List<byte[]> binaries, int depth)
            throws EngineException {
        if (depth > MAX_DEPTH) {
            throw new EngineException("the data of an event are nested too deeply");
        }
        if (value instanceof Map<?, ?> map) {
            if (Boolean.TRUE.equals(map.get(PLACEHOLDER))) {
                return binary(map.get(NUMBER), binaries);
            }
            var changed = new LinkedHashMap<@Nullable Object, @Nullable Object>();
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                changed.put(entry.getKey(), inserted(entry.getValue(), binaries, depth + 1));
            }
            return changed;
        }
        return value instanceof List<?> list ? items(list, binaries, depth) : value;
    }

    private static byte[] binary(@Nullable Object number, List<byte[]> binaries) throws EngineException {
        if (number instanceof Number n && n.intValue() >= 0 && n.intValue() < binaries.size()) {
            return binaries.get(n.intValue());
        }
        throw new EngineException("a placeholder has no attachment");
    }
}
