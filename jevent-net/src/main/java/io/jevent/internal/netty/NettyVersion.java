// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.netty;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.util.concurrent.EventExecutor;
import java.lang.module.ModuleDescriptor;
import java.security.CodeSource;
import org.jspecify.annotations.Nullable;

/** Refuses a Netty other than 4.2, before jevent uses a class that other versions lack. */
final class NettyVersion {

    /** The version that jevent is built with. */
    static final String BUILT_WITH = "4.2.18.Final";

    private static final String REQUIRED = "4.2.";

    /** An interface that is new in 4.2; it shows the version where a shaded jar hides it. */
    private static final String ONLY_IN_REQUIRED = "io.netty.channel.IoHandle";

    private static final @Nullable String PROBLEM = find(EventExecutor.class, ByteBuf.class, Channel.class);

    private NettyVersion() {}

    /**
     * Throws if jevent does not support the Netty of this JVM.
     *
     * @throws UnsupportedOperationException if it does not; the message names the version, its location and the remedy
     */
    static void check() {
        if (PROBLEM != null) {
            throw new UnsupportedOperationException(PROBLEM);
        }
    }

    private static @Nullable String find(Class<?>... oneOfEachArtifact) {
        for (Class<?> type : oneOfEachArtifact) {
            String version = versionOf(type);
            if (version != null && !version.startsWith(REQUIRED)) {
                return message(version, placeOf(type));
            }
        }
        return isPresent(ONLY_IN_REQUIRED) ? null : message("of an earlier version", placeOf(Channel.class));
    }

    static String message(String version, String place) {
        return "jevent-net needs Netty 4.2, but the class path has Netty " + version + " (" + place + "). Set the Maven"
                + " property netty.version to " + BUILT_WITH + " (a parent or an imported BOM, such as Spring Boot 3's,"
                + " manages Netty down to 4.1)";
    }

    /** Returns the version from the manifest of the jar or, on the module path, from the module. */
    private static @Nullable String versionOf(Class<?> type) {
        String version = type.getPackage().getImplementationVersion();
        ModuleDescriptor module = type.getModule().getDescriptor();
        return version != null || module == null ? version : module.rawVersion().orElse(null);
    }

    private static String placeOf(Class<?> type) {
        CodeSource source = type.getProtectionDomain().getCodeSource();
        return source == null ? type.getName() : String.valueOf(source.getLocation());
    }

    private static boolean isPresent(String type) {
        try {
            return Class.forName(type, false, NettyVersion.class.getClassLoader()) != null;
        } catch (ClassNotFoundException _) {
            return false;
        }
    }
}
