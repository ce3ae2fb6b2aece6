// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.netty;

import io.jevent.hub.Attachments;
import io.jevent.hub.Hub;
import io.netty.channel.IoHandle;
import io.netty.channel.IoRegistration;
import io.netty.util.collection.IntObjectHashMap;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The file descriptors of foreign code that greenlets of one hub wait for. */
public final class ForeignDescriptors {

    private final NettyLoop loop;
    /** Those that were waited for; their files may be closed by now. */
    private final IntObjectHashMap<ForeignDescriptor> known = new IntObjectHashMap<>();

    private ForeignDescriptors(NettyLoop loop) {
        this.loop = loop;
    }

    /** The descriptors of a hub, or null if its loop cannot watch any; determined once. */
    private record Known(@Nullable ForeignDescriptors descriptors) {
        static Known find() {
            NettyLoop loop = NettyLoop.ifPossible();
            if (loop == null || loop.transport() != NativeTransport.EPOLL) {
                return new Known(null);
            }
            return new Known(new ForeignDescriptors(loop));
        }
    }

    /**
     * Returns the descriptors of the current hub.
     *
     * @return the descriptors, or null if the hub's loop cannot watch foreign descriptors
     */
    public static @Nullable ForeignDescriptors ofHub() {
        return Attachments.of(Hub.current()).get(Known.class, Known::find).descriptors;
    }

    /**
     * Waits until a descriptor can be read or written.
     *
     * @param number the file descriptor
     * @param forOutput whether to wait until it can be written
     * @param nanos the longest wait
     * @return false if the time passed first
     * @throws IOException if the descriptor is not open
     */
    public boolean await(int number, boolean forOutput, long nanos) throws IOException {
        ForeignDescriptor descriptor = known.get(number);
        if (descriptor == null) {
            descriptor = new ForeignDescriptor(this, loop, number);
            known.put(number, descriptor);
        }
        return descriptor.await(forOutput, nanos);
    }

    /**
     * Wakes all greenlets that wait for a descriptor.
     *
     * @param number the file descriptor
     */
    public void release(int number) {
        ForeignDescriptor descriptor = known.get(number);
        if (descriptor != null) {
            descriptor.release();
        }
    }

    IoRegistration register(IoHandle handle) throws IOException {
        var registering = loop.register(handle);
        if (registering.cause() != null) {
            throw new IOException("cannot watch " + handle + ": " + registering.cause(), registering.cause());
        }
        return registering.getNow();
    }

    void forget(int number, ForeignDescriptor descriptor) {
        if (known.get(number) == descriptor) {
            known.remove(number);
        }
    }
}
