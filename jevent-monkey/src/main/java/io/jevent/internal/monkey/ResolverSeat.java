// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.monkey;

import io.jevent.monkey.patch.MonkeyPatchException;
import java.lang.invoke.MethodType;
import java.lang.invoke.VarHandle;
import java.net.InetAddress;
import java.net.spi.InetAddressResolver;

/** Puts our resolver where the JDK asks, if it has chosen one before ours could be found. */
final class ResolverSeat {

    private ResolverSeat() {}

    static void take(Jdk jdk) {
        if (GreenletResolverProvider.isInstalled()) {
            return;
        }
        try {
            var chosen = (InetAddressResolver)
                    jdk.method(InetAddress.class, "resolver", MethodType.methodType(InetAddressResolver.class), true)
                            .invoke();
            if (!GreenletResolverProvider.isInstalled()) {
                VarHandle seat = jdk.in(InetAddress.class)
                        .findStaticVarHandle(InetAddress.class, "resolver", InetAddressResolver.class);
                seat.setVolatile(new GreenletResolver(chosen));
            }
        } catch (Throwable t) {
            throw new MonkeyPatchException(
                    "this JDK (" + Runtime.version() + ") keeps its name resolver elsewhere than"
                            + " java.net.InetAddress.resolver; nothing was patched: " + t,
                    t);
        }
    }
}
