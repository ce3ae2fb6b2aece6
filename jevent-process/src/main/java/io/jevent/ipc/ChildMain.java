// SPDX-License-Identifier: Apache-2.0
package io.jevent.ipc;

import io.jevent.Jevent;
import io.jevent.internal.logging.LogArea;
import io.jevent.internal.logging.Logging;
import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.Constructor;
import java.net.SocketException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The main class of a child JVM: connects it, watches its parent, and runs the program. */
final class ChildMain {

    private static final int FIXED_ARGUMENTS = 3;

    private ChildMain() {}

    /**
     * Returns the arguments for {@link #main}.
     *
     * @param socket the socket on which the parent waits
     * @param main the class to run
     * @param args its arguments
     * @return the arguments
     */
    static List<String> arguments(Path socket, Class<?> main, String... args) {
        List<String> all = new ArrayList<>();
        all.add(socket.toString());
        all.add(Long.toString(ProcessHandle.current().pid()));
        all.add(main.getName());
        all.addAll(List.of(args));
        return all;
    }

    /**
     * Creates the object to run.
     *
     * @param <M> the type of its messages
     * @param type its class
     * @return the object
     * @throws IllegalArgumentException if it has no constructor without parameters
     */
    static <M> ProcessMain<M> instance(Class<? extends ProcessMain<M>> type) {
        try {
            Constructor<? extends ProcessMain<M>> constructor = type.getDeclaredConstructor();
            var _ = constructor.trySetAccessible(); // if that fails, the call throws
            return constructor.newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException(
                    type.getName() + " must be a class with a constructor without parameters, and no inner one: " + e,
                    e);
        }
    }

    /**
     * Makes a pipe of a connection.
     *
     * @param <M> the type of its messages
     * @param channel the connection
     * @param main has the codec of the messages
     * @param name the name of the pipe in errors
     * @return the pipe
     */
    static <M> MessagePipe<M> pipe(SocketChannel channel, ProcessMain<M> main, String name) {
        return new MessagePipe<>(
                new SocketInput(Channels.newInputStream(channel)),
                new SocketOutput(Channels.newOutputStream(channel), name),
                main.codec(),
                main.maxMessageBytes(),
                name);
    }

    /** Reads a reset as the end: the other side has died without having read all, and sends no more. */
    private static final class SocketInput extends FilterInputStream {

        SocketInput(InputStream in) {
            super(in);
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            try {
                return super.read(target, offset, length);
            } catch (SocketException _) {
                return -1;
            }
        }

        /**
         * The output, which a pipe closes first, closes the channel for both, in a thread. A close after a kill does
         * not wait for that thread.
         */
        @Override
        public void close() {
            // the channel is closed by its output
        }
    }

    /** Names the side that accepts no more output in its errors. */
    private static final class SocketOutput extends FilterOutputStream {

        private final String name;

        SocketOutput(OutputStream out, String name) {
            super(out);
            this.name = name;
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            try {
                out.write(bytes, offset, length);
            } catch (IOException e) {
                throw new IOException(name + " takes no more: " + e.getMessage(), e);
            }
        }
    }

    /**
     * Runs a child.
     *
     * @param args what {@link #arguments} returns
     */
    public static void main(String[] args) {
        watchParent(Long.parseLong(args[1]));
        try {
            run(Path.of(args[0]), args[2], Arrays.asList(args).subList(FIXED_ARGUMENTS, args.length));
        } catch (Throwable t) {
            report("the child process " + args[2] + " failed", t);
            System.exit(1);
        }
    }

    private static void report(String text, Throwable failure) {
        Logging.start();
        if (!Logging.log(LogArea.PROCESS, System.Logger.Level.ERROR, text, failure)) {
            new IllegalStateException(text, failure).printStackTrace();
        }
    }

    private static void run(Path socket, String main, List<String> args) throws Exception {
        var type = Class.forName(main).asSubclass(ProcessMain.class);
        @SuppressWarnings("unchecked") // whatever its messages are, both sides are of the same class
        ProcessMain<Object> program = instance((Class<? extends ProcessMain<Object>>) (Class<?>) type);
        try (var channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            MessagePipe<Object> parent = pipe(channel, program, "the parent of " + main);
            Jevent.run(() -> {
                program.run(parent, args);
                return null;
            });
        }
    }

    private static void watchParent(long pid) {
        Runnable end = () -> System.exit(1);
        ProcessHandle.of(pid)
                .ifPresentOrElse(
                        parent -> {
                            var _ = parent.onExit().thenRun(end);
                        },
                        end);
    }
}
