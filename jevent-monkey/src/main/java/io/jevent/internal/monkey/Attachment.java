// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.monkey;

import static java.nio.file.attribute.PosixFilePermission.OWNER_READ;
import static java.nio.file.attribute.PosixFilePermission.OWNER_WRITE;

import io.jevent.hub.Hub;
import io.jevent.hub.RawGreenlet;
import io.jevent.internal.access.HubAccess;
import io.jevent.internal.settings.Setting;
import io.jevent.monkey.patch.MonkeyPatchException;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.LocalDateTime;
import java.util.EnumSet;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;

/**
 * Loads the agent into a JVM that was started without it: as the JDK's launcher loads the agent of a jar, if this
 * module may use that, which it may where jevent has the flags that it wants; else by another JVM that attaches to this
 * one, which takes half a second.
 */
public final class Attachment {

    private static final String HOW =
            "; start the JVM with -javaagent:jevent-monkey.jar, or the program with ./jevent run --patch=all";

    private Attachment() {}

    /** Loads the agent into this JVM. */
    static void load() {
        if (Setting.NO_ATTACH.isOn()) {
            throw new MonkeyPatchException(
                    "the agent is not there and may not be loaded (" + Setting.NO_ATTACH.property() + ")" + HOW, null);
        }
        try {
            Path jar = agentJar(MonkeyAgent.class.getName());
            try {
                if (!loadHere(jar)) {
                    attach(jar);
                }
            } finally {
                Files.deleteIfExists(jar);
            }
        } catch (IOException | InterruptedException | ReflectiveOperationException | InternalError e) {
            throw new MonkeyPatchException("the agent cannot be loaded into this JVM: " + e + HOW, e);
        }
    }

    /**
     * Loads an agent as the JDK's launcher does.
     *
     * @return false if this module may not; that takes {@code java.lang} to be open to it
     */
    static boolean loadHere(Path jar) throws ReflectiveOperationException {
        Module here = Attachment.class.getModule();
        if (!isJavaLangOpen(here)) {
            return false;
        }
        Class<?> loader = Class.forName("sun.instrument.InstrumentationImpl", false, null);
        here.addOpens(Attachment.class.getPackageName(), loader.getModule()); // it calls the agent by reflection
        try {
            MethodHandles.privateLookupIn(Module.class, MethodHandles.lookup())
                    .findVirtual(
                            Module.class,
                            "implAddExports",
                            MethodType.methodType(void.class, String.class, Module.class))
                    .invokeExact(loader.getModule(), loader.getPackageName(), here);
            MethodHandles.lookup()
                    .findStatic(loader, "loadAgent", MethodType.methodType(void.class, String.class))
                    .invokeExact(jar.toString());
        } catch (Throwable t) {
            throw Sneaky.raise(t);
        }
        return true;
    }

    /** The core is asked only if it has the package, for it looks into it once and for all. */
    private static boolean isJavaLangOpen(Module here) {
        Module base = Object.class.getModule();
        return base.isOpen("java.lang", here)
                || (base.isOpen("java.lang", Hub.class.getModule())
                        && HubAccess.to(Hub.class, RawGreenlet.class).openJavaLang(here));
    }

    /** A JVM must not attach to itself, so another one does it. */
    static void attach(Path jar) throws IOException, InterruptedException {
        long pid = ProcessHandle.current().pid();
        Process helper = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path")
                                + System.getProperty("path.separator")
                                + System.getProperty("jdk.module.path", ""),
                        "--add-modules",
                        "jdk.attach",
                        Attachment.class.getName(),
                        Long.toString(pid),
                        jar.toString()))
                .redirectErrorStream(true)
                .start();
        helper.getOutputStream().close();
        String said = new String(helper.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        if (helper.waitFor() != 0) {
            throw new IOException(said);
        }
    }

    /** Writes a jar whose manifest names the agent's class; the class itself is on the class path. */
    static Path agentJar(String agent) throws IOException {
        Path jar = temporary();
        var manifest = new Manifest();
        Attributes attributes = manifest.getMainAttributes();
        attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        attributes.putValue("Agent-Class", agent);
        attributes.putValue("Launcher-Agent-Class", agent);
        attributes.putValue("Can-Retransform-Classes", "true");
        try (var out = new JarOutputStream(Files.newOutputStream(jar))) {
            var entry = new ZipEntry(JarFile.MANIFEST_NAME);
            entry.setTimeLocal(LocalDateTime.of(2000, 1, 1, 0, 0)); // for the time of now the JVM looks for time zones
            out.putNextEntry(entry);
            manifest.write(out);
        }
        return jar;
    }

    /**
     * Makes a file that nobody else may write to. {@link Files#createTempFile} does as well, but takes a tenth of the
     * whole start to get a random number.
     */
    private static Path temporary() throws IOException {
        Path folder = Path.of(System.getProperty("java.io.tmpdir"));
        FileAttribute<?>[] mine = folder.getFileSystem()
                        .supportedFileAttributeViews()
                        .contains("posix")
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(EnumSet.of(OWNER_READ, OWNER_WRITE))}
                : new FileAttribute<?>[0];
        while (true) {
            String name = "jevent-monkey-" + ProcessHandle.current().pid() + "-" + System.nanoTime() + ".jar";
            try {
                return Files.createFile(folder.resolve(name), mine);
            } catch (FileAlreadyExistsException _) {
                // another name, then
            }
        }
    }

    /**
     * The main program of the other JVM.
     *
     * @param args the id of the process and the path of the jar
     * @throws Exception if it cannot be attached to
     */
    public static void main(String[] args) throws Exception {
        var target = com.sun.tools.attach.VirtualMachine.attach(args[0]);
        try {
            target.loadAgent(args[1]);
        } finally {
            target.detach();
        }
    }
}
