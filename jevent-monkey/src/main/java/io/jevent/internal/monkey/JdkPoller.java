// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.monkey;

import java.io.FileDescriptor;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;
import java.util.function.BooleanSupplier;

/** Access to the JDK's poller, by which virtual threads wait for descriptors. */
final class JdkPoller {

    static final String NAME = "sun.nio.ch.Poller";

    private final Jdk jdk;
    private final MethodHandle poll;
    private final MethodHandle look;
    private final int input;
    private final int output;

    JdkPoller(Jdk jdk) throws ReflectiveOperationException {
        this.jdk = jdk;
        poll = jdk.method(
                Class.forName(NAME, false, null), // its initialiser starts threads, for which the end of the JVM waits
                "poll",
                MethodType.methodType(void.class, int.class, int.class, long.class, BooleanSupplier.class),
                true);
        look = jdk.method(
                Class.forName("sun.nio.ch.Net"),
                "poll",
                MethodType.methodType(int.class, FileDescriptor.class, int.class, long.class),
                true);
        input = event(jdk, "POLLIN");
        output = event(jdk, "POLLOUT");
    }

    private static int event(Jdk jdk, String name) throws ReflectiveOperationException {
        Class<?> net = Class.forName("sun.nio.ch.Net");
        return (short) jdk.in(net).findStaticVarHandle(net, name, short.class).get();
    }

    /** Whether an event is that a descriptor can be written. */
    boolean isOutput(int event) {
        return event == output;
    }

    /** Whether a descriptor is ready now, or in error; this never waits. */
    boolean isReady(int descriptor, boolean forOutput) throws Throwable {
        return (int) look.invokeExact(jdk.descriptor(descriptor), forOutput ? output : input, 0L) != 0;
    }

    /** Waits in a virtual thread, with nothing patched, until a descriptor is ready. */
    void await(int descriptor, boolean forOutput) throws Throwable {
        BooleanSupplier open = () -> true;
        poll.invokeExact(descriptor, forOutput ? output : input, 0L, open);
    }
}
