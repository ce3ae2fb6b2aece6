// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.wiresocket;

import java.net.SocketOption;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Options of a channel, which are remembered only. */
final class OptionValues {

    private final Set<SocketOption<?>> known;
    private final Map<SocketOption<?>, Object> values = new HashMap<>();

    OptionValues(Set<SocketOption<?>> known) {
        this.known = known;
    }

    <T> void set(SocketOption<T> name, T value) {
        require(name);
        values.put(name, Objects.requireNonNull(value, "value"));
    }

    <T> @Nullable T get(SocketOption<T> name) {
        require(name);
        Object value = values.get(name);
        return name.type().cast(value != null ? value : defaultOf(name));
    }

    private static @Nullable Object defaultOf(SocketOption<?> name) {
        if (name.type() == Boolean.class) {
            return false;
        }
        return switch (name.name()) {
            case "SO_RCVBUF", "SO_SNDBUF" -> 64 * 1024;
            case "SO_LINGER" -> -1;
            default -> 0;
        };
    }

    private void require(SocketOption<?> name) {
        if (!known.contains(Objects.requireNonNull(name, "name"))) {
            throw new UnsupportedOperationException("'" + name + "' is not simulated");
        }
    }
}
