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

/*
 * A wait arms the descriptor for one event (EPOLLONESHOT), by one epoll_ctl, and the event disarms it. The registration
 * stays: the next wait arms it again, which costs a third of a registration that is made and removed.
 *
 * Meanwhile the owner may close the descriptor and the operating system may reuse the number. The kernel has removed the
 * closed file from the set then, so that arming fails with ENOENT and the descriptor is registered anew. For this reason
 * each wait arms the descriptor, also if it is armed for the same event by a wait that has timed out. When Netty
 * registers a channel with the number, SteadyEpoll drops the registration before.
 */
/** A file descriptor of foreign code, and the greenlets that wait for it. */
final class ForeignDescriptor implements EpollIoHandle {

    private static final int INPUT = EpollIoOps.EPOLLIN.value() | EpollIoOps.EPOLLRDHUP.value();
    private static final int OUTPUT = EpollIoOps.EPOLLOUT.value();

    /** EPOLLONESHOT, for which Netty has no name. */
    private static final int ONCE = 1 << 30;

    private static final EpollIoOps INPUT_ONCE = EpollIoOps.valueOf(INPUT | ONCE);
    private static final EpollIoOps OUTPUT_ONCE = EpollIoOps.valueOf(OUTPUT | ONCE);
    private static final EpollIoOps BOTH_ONCE = EpollIoOps.valueOf(INPUT | OUTPUT | ONCE);

    /** EPERM, which epoll_ctl(2) returns for files that are always ready, such as regular files and /dev/null. */
    private static final int ALWAYS_READY = -1;

    /** ENOENT, which epoll_ctl(2) returns for a file that is not in the set. */
    private static final int NOT_WATCHED = -2;

    private final ForeignDescriptors table;
    private final FileDescriptor descriptor;
    private final Direction input;
    private final Direction output;
    private @Nullable IoRegistration registration;

    ForeignDescriptor(ForeignDescriptors table, NettyLoop loop, int number) {
        this.table = table;
        this.descriptor = new FileDescriptor(number);
        this.input = new Direction(loop, "input");
        this.output = new Direction(loop, "output");
    }

    /** The greenlets that wait for one direction. */
    private final class Direction extends WaitPoint {
        private final String what;

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
        return !arm(!forOutput || input.isWaitedFor(), forOutput || output.isWaitedFor())
                || !WaitList.timedOut(direction.await(nanos));
    }

    /** Makes the next event of these directions known; returns false if the file is always ready. */
    private boolean arm(boolean forInput, boolean forOutput) throws IOException {
        EpollIoOps events = !forOutput ? INPUT_ONCE : forInput ? BOTH_ONCE : OUTPUT_ONCE;
        int refused = submit(events);
        if (refused == NOT_WATCHED) {
            cancel();
            refused = submit(events);
        }
        return refused != ALWAYS_READY;
    }

    /** Returns 0, or the error if it is that the file cannot be watched or is not watched yet. */
    private int submit(EpollIoOps events) throws IOException {
        IoRegistration watch = registration;
        if (watch == null) {
            watch = table.register(this);
            registration = watch;
        }
        try {
            watch.submit(events);
            return 0;
        } catch (UncheckedIOException e) {
            int error = e.getCause() instanceof NativeIoException refused ? refused.expectedErr() : 0;
            if (error == NOT_WATCHED) {
                return error;
            }
            forget();
            if (error == ALWAYS_READY) {
                return error;
            }
            var failure = new FileSystemException(
                    "file descriptor " + descriptor.intValue(), null, "cannot be waited for: " + e.getMessage());
            failure.initCause(e);
            throw failure;
        }
    }

    /**
     * Removes the registration at once. Netty removes a cancelled registration from the epoll set only in the next turn
     * of its loop, because it does not recognize a greenlet as its thread there; the next wait for the same descriptor
     * would still find it in the set.
     */
    private void drop() {
        IoRegistration watch = registration;
        if (watch != null) {
            try {
                watch.submit(EpollIoOps.NONE);
            } catch (UncheckedIOException _) {
                // the owner has closed it meanwhile
            }
        }
        cancel();
    }

    private void cancel() {
        IoRegistration watch = registration;
        if (watch != null) {
            registration = null;
            boolean _ = watch.cancel();
        }
    }

    private void forget() {
        table.forget(descriptor.intValue(), this);
        drop();
    }

    /** Wakes all waiters, as if the descriptor were ready. The number may belong to another file from now on. */
    void release() {
        forget();
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
        if (input.isWaitedFor() || output.isWaitedFor()) {
            armAgain();
        }
    }

    /** Arms the direction in which nothing has happened. */
    private void armAgain() {
        try {
            boolean _ = arm(input.isWaitedFor(), output.isWaitedFor());
        } catch (IOException _) {
            wakeAll(); // their next system call reports it
        }
    }

    /** Wakes the waiters; only the owner closes the descriptor. */
    @Override
    public void close() {
        wakeAll();
    }
}
