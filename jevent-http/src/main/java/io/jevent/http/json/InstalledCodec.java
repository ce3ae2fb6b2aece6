// SPDX-License-Identifier: Apache-2.0
package io.jevent.http.json;

import java.util.ServiceLoader;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Finds the codec of the program, once. */
final class InstalledCodec {

    private static final @Nullable JsonCodec FOUND = find();

    private InstalledCodec() {}

    static JsonCodec get() {
        JsonCodec found = FOUND;
        if (found == null) {
            throw new IllegalStateException("there is no JSON library: add com.fasterxml.jackson.core:jackson-databind"
                    + " or com.google.code.gson:gson to the program's dependencies, or provide a "
                    + JsonCodec.class.getName());
        }
        return found;
    }

    private static @Nullable JsonCodec find() {
        JsonCodec service = ServiceLoader.load(JsonCodec.class, JsonCodec.class.getClassLoader())
                .findFirst()
                .orElse(null);
        if (service != null) {
            return service;
        }
        // Not constructor references: these load the class, and it its library, before the library is looked for.
        JsonCodec jackson = ifPresent("com.fasterxml.jackson.databind.ObjectMapper", () -> new JacksonCodec());
        return jackson != null ? jackson : ifPresent("com.google.gson.Gson", () -> new GsonCodec());
    }

    private static @Nullable JsonCodec ifPresent(String type, Supplier<JsonCodec> codec) {
        try {
            Class.forName(type, false, InstalledCodec.class.getClassLoader());
        } catch (ClassNotFoundException _) {
            return null;
        }
        return codec.get();
    }
}
