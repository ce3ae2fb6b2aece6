// SPDX-License-Identifier: Apache-2.0
package io.jevent.tests.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import io.jevent.http.HttpServer;
import io.jevent.hub.Hub;
import io.jevent.monkey.Monkey;
import io.jevent.socket.StreamSocket;
import io.jevent.subprocess.Popen;
import io.jevent.testing.VirtualTime;
import io.jevent.zmq.ZmqContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeModel;
import java.lang.classfile.Instruction;
import java.lang.classfile.Label;
import java.lang.classfile.MethodModel;
import java.lang.classfile.instruction.ExceptionCatch;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.LabelTarget;
import java.lang.classfile.instruction.ThrowInstruction;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * A mutex that an exception leaves locked stops every hub that needs it, for ever. So each call of {@code Mutex.lock}
 * in the compiled classes is followed at once by a try block whose finally leaves the mutex.
 */
class MutexPairsTest {

    private static final List<Class<?>> ONE_OF_EACH_MODULE = List.of(
            Hub.class,
            StreamSocket.class,
            HttpServer.class,
            Popen.class,
            Monkey.class,
            ZmqContext.class,
            VirtualTime.class);

    private final List<String> careless = new ArrayList<>();
    private int pairs;

    @Test
    void everyLockIsFollowedByATryThatUnlocksInItsFinally() throws Exception {
        for (Class<?> one : ONE_OF_EACH_MODULE) {
            readAll(one);
        }
        assertThat(careless).as("calls of Mutex.lock() without try and finally").isEmpty();
        assertThat(pairs).isGreaterThan(80);
    }

    @Test
    void aLockWithoutATryIsFound() throws Exception {
        read(classFile(Careless.class));
        assertThat(careless).containsExactly("io/jevent/tests/architecture/MutexPairsTest$Careless.leave");
        assertThat(pairs).isEqualTo(2);
    }

    private void readAll(Class<?> one) throws IOException, URISyntaxException {
        Path source =
                Path.of(one.getProtectionDomain().getCodeSource().getLocation().toURI());
        if (Files.isDirectory(source)) {
            readTree(source);
            return;
        }
        try (FileSystem jar = FileSystems.newFileSystem(source)) {
            readTree(jar.getPath("/"));
        }
    }

    private void readTree(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            files.filter(file -> file.toString().endsWith(".class")).forEach(file -> {
                try {
                    read(Files.readAllBytes(file));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }

    private void read(byte[] bytes) {
        ClassModel type = ClassFile.of().parse(bytes);
        for (MethodModel method : type.methods()) {
            method.code()
                    .ifPresent(code -> read(
                            type.thisClass().asInternalName() + "."
                                    + method.methodName().stringValue(),
                            code));
        }
    }

    private void read(String method, CodeModel code) {
        List<CodeElement> elements = code.elementList();
        for (int i = 0; i < elements.size(); i++) {
            if (calls(elements.get(i), "lock")) {
                pairs++;
                if (!isGuarded(code, elements, i)) {
                    careless.add(method);
                }
            }
        }
    }

    /** Whether a range of the exception table that begins right after the call leads to a handler that unlocks. */
    private static boolean isGuarded(CodeModel code, List<CodeElement> elements, int lock) {
        Set<Label> next = new HashSet<>();
        for (int i = lock + 1; i < elements.size() && !(elements.get(i) instanceof Instruction); i++) {
            if (elements.get(i) instanceof LabelTarget target) {
                next.add(target.label());
            }
        }
        for (ExceptionCatch range : code.exceptionHandlers()) {
            if (range.catchType().isEmpty() && next.contains(range.tryStart()) && unlocks(elements, range.handler())) {
                return true;
            }
        }
        return false;
    }

    private static boolean unlocks(List<CodeElement> elements, Label handler) {
        boolean inHandler = false;
        for (CodeElement element : elements) {
            inHandler |= element instanceof LabelTarget target && target.label().equals(handler);
            if (inHandler && calls(element, "unlock")) {
                return true;
            }
            if (inHandler && element instanceof ThrowInstruction) {
                return false;
            }
        }
        return false;
    }

    private static boolean calls(CodeElement element, String name) {
        return element instanceof InvokeInstruction call
                && call.owner().asInternalName().equals("io/jevent/hub/Mutex")
                && call.name().equalsString(name);
    }

    private static byte[] classFile(Class<?> type) throws IOException {
        try (var in = MutexPairsTest.class.getResourceAsStream(type.getName().replaceFirst(".*\\.", "") + ".class")) {
            if (in == null) {
                throw new IOException("no class file of " + type);
            }
            return in.readAllBytes();
        }
    }

    /** One method of each kind. */
    @SuppressWarnings("unused")
    private static final class Careless {
        private final io.jevent.hub.Mutex mutex = new io.jevent.hub.Mutex();
        private int state;

        void leave() {
            mutex.lock();
            state++;
            mutex.unlock();
        }

        void keep() {
            mutex.lock();
            try {
                state++;
            } finally {
                mutex.unlock();
            }
        }
    }
}
