// SPDX-License-Identifier: Apache-2.0
package io.jevent.zmq;

import io.jevent.Jevent;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** A program that creates sockets when the process has no more file descriptors, and again when it has some. */
public final class OutOfDescriptors {

    private static final int LIMIT = 256;

    private OutOfDescriptors() {}

    /** Runs the program in a JVM with a low limit of open files, and returns its output. */
    static List<String> inChild() throws Exception {
        Class<?> own = OutOfDescriptors.class;
        Path classes = Path.of(own.getResource(own.getSimpleName() + ".class").toURI())
                .resolve("../../../..")
                .normalize();
        String classPath = String.join(
                File.pathSeparator,
                System.getProperty("java.class.path"),
                System.getProperty("jdk.module.path", ""),
                classes.toString());
        Process child = new ProcessBuilder(
                        "sh",
                        "-c",
                        "ulimit -n " + LIMIT + "; exec \"$@\"",
                        "sh",
                        System.getProperty("java.home") + "/bin/java",
                        "--add-opens=java.base/java.lang=ALL-UNNAMED",
                        "-cp",
                        classPath,
                        own.getName())
                .redirectErrorStream(true)
                .start();
        List<String> said = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList();
        child.waitFor();
        return said;
    }

    /** The program. */
    public static void main(String[] args) throws Exception {
        Jevent.run(() -> {
            talk(new ZmqContext()).close(); // loads the classes
            try (var running = new ZmqContext();
                    var fresh = new ZmqContext();
                    var _ = running.socket(ZmqType.PAIR)) {
                List<FileInputStream> taken = takeAll();
                taken.removeLast().close(); // reserved for classes that the JVM may load
                for (int i = 0; i < 20; i++) {
                    refuse(running);
                    refuse(fresh);
                }
                for (FileInputStream file : taken) {
                    file.close();
                }
                talk(running);
                talk(fresh);
                int open = Objects.requireNonNull(new File("/proc/self/fd").list()).length;
                System.out.println(open < LIMIT - 50 ? "descriptors are free" : open + " descriptors are open");
            }
            return null;
        });
    }

    private static void refuse(ZmqContext context) {
        try {
            context.socket(ZmqType.PAIR);
            System.out.println("not refused");
        } catch (ZmqException e) {
            System.out.println("refused: " + e.getMessage());
        }
    }

    private static ZmqContext talk(ZmqContext context) {
        try (var one = context.socket(ZmqType.PAIR);
                var other = context.socket(ZmqType.PAIR)) {
            other.connect(one.bind("tcp://127.0.0.1:*"));
            other.send("x");
            System.out.println("received " + one.recvString());
        }
        return context;
    }

    private static List<FileInputStream> takeAll() {
        var taken = new ArrayList<FileInputStream>();
        while (true) {
            try {
                taken.add(new FileInputStream("/dev/null"));
            } catch (IOException e) {
                return taken;
            }
        }
    }
}
