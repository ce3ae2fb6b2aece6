// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.netty;

import io.jevent.hub.CurrentGreenlet;
import io.jevent.hub.WaitList;
import io.netty.channel.IoEvent;
import io.netty.channel.IoRegistration;
import io.netty.channel.epoll.EpollIoEvent;
import io.netty.channel.epoll.EpollIoHandle;
import io.netty.channel.epoll.EpollIoOps;
import io.netty.channel.unix.Errors.NativeIoException;
import io.netty.channel.unix.FileDescriptor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import org.jspecify.annotations.Nullable;

/**
 * A file descriptor of foreign code, and the greenlets that wait for it. It is registered with epoll only while a
 * greenlet waits: afterwards its owner may close it, and the operating system may reuse the number.
 */
final class ForeignDescriptor implements EpollIoHandle {

    private static final int INPUT = EpollIoOps.EPOLLIN.value() | EpollIoOps.EPOLLRDHUP.value();
    private static final int OUTPUT = EpollIoOps.EPOLLOUT.value();

    /** EPERM, which epoll_ctl(2) returns for files that are always ready, such as regular files and /dev/null. */
    private static final int ALWAYS_READY = -1;

    private final ForeignDescriptors table;
    private final FileDescriptor descriptor;
    private final Direction input;
    private final Direction output;
    private @Nullable IoRegistration registration;
    private int watched;
    private boolean released;

    ForeignDescriptor(ForeignDescriptors table, NettyLoop loop, int number) {
        this.table = table;
        this.descriptor = new FileDescriptor(number);
        this.input = new Direction(loop, "input");
        this.output = new Direction(loop, "output");
    }

    /** The greenlets that wait for one direction. */
    private final class Direction extends WaitPoint {
        private final String what;
        private int waiters;

        Direction(NettyLoop loop, String what) {
            super(loop);
            this.what = what;
        }

        @Override
        protected boolean wouldNotBlock() {
            return false;
        }

        @Override
        public String wokenBy() {
            return what;
        }

        @Override
        public String toString() {
            return what + " of file descriptor " + descriptor.intValue();
        }
    }

    /**
     * Waits for one direction; returns false if the time passed first, and true at once for a file that is always
     * ready.
     */
    boolean await(boolean forOutput, long nanos) throws IOException {
        Direction direction = forOutput ? output : input;
        direction.waiters++;
        try {
            return !watch() || !WaitList.timedOut(direction.await(nanos));
        } finally {
            direction.waiters--;
            var _ = watch();
        }
    }

    /** Registers the directions that have waiters; returns false if the file is always ready and cannot be watched. */
    private boolean watch() throws IOException {
        if (released) {
            return true;
        }
        int wanted = (input.waiters > 0 ? INPUT : 0) | (output.waiters > 0 ? OUTPUT : 0);
        if (wanted == watched) {
            return true;
        }
        IoRegistration watch = registration;
        if (wanted == 0) {
            drop();
        } else {
            if (watch == null) {
                watch = table.register(this);
                registration = watch;
            }
            try {
                watch.submit(EpollIoOps.valueOf(wanted));
                watched = wanted;
            } catch (UncheckedIOException e) {
                drop();
                if (e.getCause() instanceof NativeIoException refused && refused.expectedErr() == ALWAYS_READY) {
                    return false;
                }
                var failure = new FileSystemException(
                        "file descriptor " + descriptor.intValue(), null, "cannot be waited for: " + e.getMessage());
                failure.initCause(e);
                throw failure;
            }
        }
        return true;
    }

    /**
     * Removes the registration at once. Netty removes a cancelled registration from the epoll set only in the next turn
     * of its loop, because it does not recognize a greenlet as its thread there; the next wait for the same descriptor
     * would still find it in the set.
     */
    private void drop() {
        IoRegistration watch = registration;
        registration = null;
        table.forget(descriptor.intValue());
        if (watch == null) {
            return;
        }
        if (watched != 0) {
            watched = 0;
            unwatch(watch);
        }
        boolean _ = watch.cancel();
    }

    private static void unwatch(IoRegistration watch) {
        try {
            watch.submit(EpollIoOps.NONE);
        } catch (UncheckedIOException _) {
            // the owner has closed it meanwhile
        }
    }

    /** Wakes all waiters, as if the descriptor were ready. The number may belong to another file from now on. */
    void release() {
        released = true;
        drop();
        wakeAll();
    }

    private void wakeAll() {
        input.signal(CurrentGreenlet.get());
        output.signal(CurrentGreenlet.get());
    }

    @Override
    public FileDescriptor fd() {
        return descriptor;
    }

    /** Wakes both directions at an error or a hang-up: the waiters' next system call reports it. */
    @Override
    public void handle(IoRegistration from, IoEvent event) {
        int happened = ((EpollIoEvent) event).ops().value();
        if ((happened & ~OUTPUT) != 0) {
            input.signal(null);
        }
        if ((happened & ~INPUT) != 0) {
            output.signal(null);
        }
    }

    /** Wakes the waiters; only the owner closes the descriptor. */
    @Override
    public void close() {
        wakeAll();
    }
}
