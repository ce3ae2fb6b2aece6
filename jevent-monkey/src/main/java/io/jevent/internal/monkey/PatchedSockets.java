// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.monkey;

import io.jevent.monkey.patch.Patch;
import java.io.FileDescriptor;
import java.io.InterruptedIOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The sockets, channels and selectors of the JDK keep doing what they do; where a virtual thread would wait for one of
 * the JDK's poller threads, a greenlet waits for its hub's loop.
 */
final class PatchedSockets {

    private static final Set<Patch> SOCKETS = Set.of(Patch.SOCKET);

    private final Jdk jdk;
    private final MethodHandle isOpen;
    private final JdkPoller poller;
    private final DescriptorWaits waits;

    PatchedSockets(Jdk jdk, JdkPoller poller, DescriptorWaits waits) throws ReflectiveOperationException {
        this.jdk = jdk;
        Class<?> socket = Class.forName("sun.nio.ch.NioSocketImpl");
        isOpen = jdk.method(socket, "isOpen", MethodType.methodType(boolean.class), false)
                .asType(MethodType.methodType(boolean.class, Object.class));
        this.poller = poller;
        this.waits = waits;
    }

    List<JdkMethod> methods() {
        return List.of(
                new JdkMethod(SOCKETS, "sun.nio.ch.NioSocketImpl.park(Ljava/io/FileDescriptor;IJ)V", this::park),
                new JdkMethod(SOCKETS, JdkPoller.NAME + ".poll(IIJLjava/util/function/BooleanSupplier;)V", this::poll),
                JdkMethod.askedByEveryone(SOCKETS, JdkPoller.NAME + ".stopPoll(II)V", this::stopPoll),
                new JdkMethod(Set.of(Patch.SELECT), JdkPoller.NAME + ".pollSelector(IJ)V", this::pollSelector));
    }

    private @Nullable Object park(Object[] call, Original original) throws InterruptedIOException {
        Object socket = call[1];
        BooleanSupplier open = () -> {
            try {
                return (boolean) isOpen.invokeExact(socket);
            } catch (Throwable t) {
                throw Sneaky.raise(t);
            }
        };
        int descriptor = jdk.numberOf((FileDescriptor) call[2]);
        if (!waits.awaitInterruptibly(descriptor, poller.isOutput((int) call[3]), (long) call[4], open)) {
            return null;
        }
        if (Thread.currentThread().isInterrupted()) {
            throw new InterruptedIOException();
        }
        return JdkMethod.DONE;
    }

    private @Nullable Object poll(Object[] call, Original original) {
        boolean output = poller.isOutput((int) call[2]);
        return waits.await((int) call[1], output, (long) call[3], (BooleanSupplier) call[4]) ? JdkMethod.DONE : null;
    }

    private @Nullable Object pollSelector(Object[] call, Original original) {
        return waits.awaitInterruptibly((int) call[1], false, (long) call[2], () -> true) ? JdkMethod.DONE : null;
    }

    /** The JDK's own poller is told as well: the wait may be one of its. */
    private @Nullable Object stopPoll(Object[] call, Original original) {
        waits.stop((int) call[1], poller.isOutput((int) call[2]));
        return null;
    }
}
