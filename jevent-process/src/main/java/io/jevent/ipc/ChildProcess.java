// SPDX-License-Identifier: Apache-2.0
package io.jevent.ipc;

import io.jevent.exceptions.ConcurrentObjectUseException;
import io.jevent.hub.CurrentGreenlet;
import io.jevent.hub.Link;
import io.jevent.hub.Linkable;
import io.jevent.internal.process.JvmCommand;
import io.jevent.subprocess.Popen;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

/**
 * A child JVM that runs a class of this program and is connected with it by a {@link MessagePipe}.
 *
 * <p>The child gets the flags of this JVM (but not those of a debugger) and its class path, standard output and
 * standard error, and no standard input. It has none of the greenlets of this process. If this process dies, the child
 * ends; if the child dies, its pipe has ended.
 *
 * <p>It becomes ready when the child has ended.
 *
 * <p><b>Confinement:</b> thread-safe: any thread with a hub.
 *
 * @param <M> the type of the messages
 * @gevent the result of {@code gipc.start_process}
 * @since 0.1
 */
public final class ChildProcess<M> implements Linkable, AutoCloseable {

    private final Popen process;
    private final MessagePipe<M> pipe;
    private final String name;

    private ChildProcess(Popen process, MessagePipe<M> pipe, String name) {
        this.process = process;
        this.pipe = pipe;
        this.name = name;
    }

    /**
     * Starts a child and waits until it is connected. If the wait is cut short, the child is killed.
     *
     * @param <M> the type of the messages
     * @param main the class that it runs
     * @param args the arguments of {@code main}
     * @return the child
     * @throws IOException if the child cannot be started, or ends before it is connected
     * @throws IllegalArgumentException if {@code main} has no constructor without parameters
     * @switches always
     * @gevent {@code gipc.start_process(target, args)}
     */
    public static <M> ChildProcess<M> start(Class<? extends ProcessMain<M>> main, String... args) throws IOException {
        CurrentGreenlet.refuseInClosedWorld("subprocesses");
        ProcessMain<M> mirror = ChildMain.instance(main);
        try (var rendezvous = new Rendezvous()) {
            List<String> command = new ArrayList<>(JvmCommand.of(ChildMain.class));
            command.addAll(ChildMain.arguments(rendezvous.path(), main, args));
            Popen process = Popen.command(command)
                    .stdin(Redirect.from(new File("/dev/null")))
                    .start();
            SocketChannel channel = rendezvous.meet(process);
            var pipe = ChildMain.pipe(channel, mirror, main.getSimpleName() + " in process " + process.pid());
            return new ChildProcess<>(process, pipe, main.getSimpleName());
        }
    }

    /**
     * Returns the pipe to the child.
     *
     * @return the pipe
     */
    public MessagePipe<M> pipe() {
        return pipe;
    }

    /**
     * Returns the process, to wait for it, read its exit status, or kill it.
     *
     * @return the process
     */
    public Popen process() {
        return process;
    }

    @Override
    public boolean isReady() {
        return process.isReady();
    }

    @Override
    public void addLink(Link link) {
        process.addLink(link);
    }

    @Override
    public void unlink(Runnable callback) {
        process.unlink(callback);
    }

    /**
     * Closes the pipe, which ends the child's input, and waits until the child has ended, without a limit. If that
     * fails or is cut short by a kill or a timeout, the child is killed.
     *
     * @throws io.jevent.exceptions.ConcurrentObjectUseException if a greenlet is in a call of the pipe
     * @throws IOException if the pipe cannot be closed
     * @switches when it has to wait
     */
    @Override
    public void close() throws IOException {
        try {
            pipe.close();
            process.waitFor();
        } catch (ConcurrentObjectUseException e) {
            throw e;
        } catch (Throwable t) {
            process.kill();
            throw t;
        }
    }

    @Override
    public String toString() {
        return "child " + name + " in process " + process.pid() + (isReady() ? " (ended)" : "");
    }
}
