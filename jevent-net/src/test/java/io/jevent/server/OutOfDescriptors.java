// SPDX-License-Identifier: Apache-2.0
package io.jevent.server;

import io.jevent.Jevent;
import io.jevent.hub.Hub;
import io.jevent.socket.Addresses;
import io.jevent.socket.StreamSocket;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A program that takes all file descriptors from its own server, and then frees them. */
public final class OutOfDescriptors {

    private OutOfDescriptors() {}

    /** Runs the program in a JVM with a low limit of open files, and returns its output. */
    static List<String> inChild(String loop) throws Exception {
        var command = new ArrayList<String>();
        command.add(System.getProperty("java.home") + "/bin/java");
        command.add("-ea");
        command.add("--add-opens=java.base/java.lang=ALL-UNNAMED");
        command.add("--enable-native-access=ALL-UNNAMED");
        command.add("-XX:-UsePerfData");
        command.add("-Djevent.loop=" + loop);
        command.add("-cp");
        command.add(classPath());
        command.add(OutOfDescriptors.class.getName());
        Process child =
                new ProcessBuilder(withShell(command)).redirectErrorStream(true).start();
        List<String> said = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList();
        int status = child.waitFor();
        if (status != 0) {
            throw new IllegalStateException("the child ended with " + status + ": " + said);
        }
        return said;
    }

    private static List<String> withShell(List<String> command) {
        var all = new ArrayList<>(List.of("sh", "-c", "ulimit -n 256; exec \"$@\"", "sh"));
        all.addAll(command);
        return all;
    }

    static String classPath() throws URISyntaxException {
        Class<?> own = OutOfDescriptors.class;
        var file = Path.of(own.getResource(own.getSimpleName() + ".class").toURI());
        String modules = System.getProperty("jdk.module.path", "");
        return String.join(
                File.pathSeparator,
                System.getProperty("java.class.path"),
                modules,
                file.resolve("../../../..").normalize().toString());
    }

    /** The program. */
    public static void main(String[] args) throws Exception {
        Jevent.run(() -> {
            Hub.current().setErrorHandler((context, failure) -> System.out.println("failure: " + failure.getMessage()));
            try (var server = new StreamServer(
                    Addresses.parse("127.0.0.1:0"),
                    Scene::echo,
                    ServerOptions.DEFAULTS.pauses(Duration.ofMillis(5), Duration.ofMillis(50)))) {
                server.start();
                System.out.println("served before: " + Scene.ask(server, "hello"));
                loadClasses();
                Jevent.sleep(Duration.ofMillis(20)); // the JDK's selector closes the descriptor slightly later
                List<FileInputStream> taken = takeAll();
                taken.removeLast().close();
                var client = StreamSocket.connect(server.address()); // takes the last free descriptor
                Jevent.sleep(Duration.ofMillis(100));
                for (FileInputStream file : taken) {
                    file.close();
                }
                Scene.say(client, "recovered\n");
                client.shutdownOutput();
                System.out.print(new String(client.inputStream().readAllBytes(), StandardCharsets.UTF_8));
                client.close();
            }
            return null;
        });
    }

    /** Loads the classes from directories: loading each needs a descriptor, unlike loading from an archive. */
    private static void loadClasses() throws IOException {
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            Path root = Path.of(entry);
            if (Files.isDirectory(root.resolve("io/jevent"))) {
                try (Stream<Path> files = Files.walk(root.resolve("io/jevent"))) {
                    files.filter(file -> file.toString().endsWith(".class"))
                            .forEach(file -> load(root.relativize(file).toString()));
                }
            }
        }
    }

    private static void load(String file) {
        try {
            Class.forName(file.substring(0, file.length() - ".class".length()).replace('/', '.'));
        } catch (ClassNotFoundException | LinkageError e) {
            System.out.println("not loaded: " + e);
        }
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
