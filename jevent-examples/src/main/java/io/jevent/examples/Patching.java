// SPDX-License-Identifier: Apache-2.0
package io.jevent.examples;

import io.jevent.Greenlet;
import io.jevent.Jevent;
import io.jevent.monkey.Monkey;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.Selector;
import java.util.Arrays;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;

/** Shows where calls of the JDK wait, without and with a patch. */
final class Patching {

    private Patching() {}

    // @start region="program"
    static void main() throws IOException {
        IO.println("A socket waits in " + whereASocketWaits());
        Monkey.patchSocket();
        IO.println("After monkey patch in " + whereASocketWaits());

        IO.println("A selector waits in " + whereASelectorWaits());
        Monkey.patchSelect();
        IO.println("After monkey patch in " + whereASelectorWaits());

        IO.println("Another program's output, meanwhile: " + whatOthersDo());
        Monkey.patchSubprocess();
        IO.println("After monkey patch: " + whatOthersDo());
    }

    private static String whereASocketWaits() throws IOException {
        try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var socket = new Socket(server.getInetAddress(), server.getLocalPort());
                var other = server.accept()) {
            return whereItWaits(() -> socket.getInputStream().read(), other);
        }
    }

    private static String whereASelectorWaits() throws IOException {
        try (var selector = Selector.open()) {
            return whereItWaits(selector::select, selector::wakeup);
        }
    }

    /** The class in which a greenlet waits that makes a blocking call of the JDK. */
    private static String whereItWaits(Callable<Integer> call, Closeable end) throws IOException {
        var thread = new AtomicReference<Thread>();
        Greenlet<Integer> waiting = Jevent.spawn(() -> {
            thread.set(Thread.currentThread());
            return call.call();
        });
        Jevent.idle();
        String place = Arrays.stream(thread.get().getStackTrace())
                .map(StackTraceElement::getClassName)
                .filter(name -> name.startsWith("sun.nio.ch.") || name.startsWith("io.jevent."))
                .findFirst()
                .orElse("nothing");
        end.close();
        waiting.join();
        return place;
    }

    private static String whatOthersDo() {
        Greenlet<Integer> reader = Jevent.spawn(() -> readFromAnotherProgram());
        Jevent.sleep(); // the reader runs, until it waits on the hub or has read
        String others = reader.isDead() ? "everyone stands still" : "others go on";
        reader.join();
        return others;
    }

    private static int readFromAnotherProgram() throws IOException {
        Process other = new ProcessBuilder("sleep", "0.5").start();
        return other.getInputStream().read(); // -1: it ends without a word
    }
    // @end
}
