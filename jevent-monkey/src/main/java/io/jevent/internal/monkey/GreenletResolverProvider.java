// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.monkey;

import java.net.spi.InetAddressResolver;
import java.net.spi.InetAddressResolverProvider;

/** Where the JDK finds who looks names up: {@link GreenletResolver}, if no other is found first. */
public final class GreenletResolverProvider extends InetAddressResolverProvider {

    private static volatile boolean installed;

    /** Called by the service loader. */
    public GreenletResolverProvider() {
        super();
    }

    static boolean isInstalled() {
        return installed;
    }

    @Override
    public String name() {
        return "jevent";
    }

    @Override
    public InetAddressResolver get(Configuration configuration) {
        installed = true;
        return new GreenletResolver(configuration.builtinResolver());
    }
}
