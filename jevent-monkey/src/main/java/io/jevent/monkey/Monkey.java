// SPDX-License-Identifier: Apache-2.0
package io.jevent.monkey;

import io.jevent.internal.monkey.AgentOptions;
import io.jevent.internal.monkey.Patcher;
import io.jevent.internal.monkey.Report;
import io.jevent.internal.monkey.ThreadPackages;
import io.jevent.internal.world.Originals;
import io.jevent.monkey.patch.MonkeyPatchException;
import io.jevent.monkey.patch.Patch;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * Makes the JDK's own classes wait on the hub, so that libraries which know nothing of jevent do.
 *
 * <p>Greenlets are threads of the JDK, and most waits of the JDK do not block the hub: locks, queues, sockets,
 * {@code Thread.sleep}. This class patches calls that block the hub, or bypass it: names, files, standard input, pipes;
 * sockets, because the hub's own loop is quicker than the JDK's; the clocks, so that virtual time reaches foreign code;
 * threads, in packages that are named. {@link #report} lists the patches.
 *
 * <p>It acts on greenlets only. Platform threads, and virtual threads that no hub runs, use the JDK unchanged, with the
 * same objects.
 *
 * <p>It is done by an agent: with {@code ./jevent run --patch=all}, with {@code -javaagent:jevent-monkey.jar=all}, or
 * by calling this class, which loads the agent if it is not there (the JVM prints a warning then unless it was started
 * with {@code -XX:+EnableDynamicAgentLoading}). Classes that are loaded already are changed too. A patch cannot be
 * undone.
 *
 * <p><b>Confinement:</b> thread-safe.
 *
 * @gevent {@code gevent.monkey}
 * @since 0.1
 */
public final class Monkey {

    /**
     * The patches of {@link #patchAll}: all but threads, which need the names of packages, and
     * {@link Patch#SIMULATION}, which simulations apply themselves.
     */
    public static final Set<Patch> ALL = AgentOptions.ALL;

    private Monkey() {}

    /**
     * Patches everything but threads.
     *
     * @return whether anything was not patched before
     * @throws MonkeyPatchException if that is not possible; then nothing was patched
     * @gevent {@code monkey.patch_all()}
     */
    public static boolean patchAll() {
        return patch(ALL);
    }

    /**
     * Patches several things, or none if one cannot be patched.
     *
     * @param patches what
     * @return whether anything was not patched before
     * @throws MonkeyPatchException if that is not possible; then nothing was patched
     * @throws IllegalArgumentException for threads, which need the names of packages: {@link #patchThread}
     */
    public static boolean patch(Set<Patch> patches) {
        if (patches.contains(Patch.THREAD)) {
            throw new IllegalArgumentException("threads are patched by package: Monkey.patchThread(\"com.example\")");
        }
        return patch(patches, List.of());
    }

    /**
     * Patches the parts that a line of text names: {@code "all,no-files,thread=com.example"}. The options of
     * {@code -javaagent:jevent-monkey.jar=OPTIONS} and of {@code ./jevent run --patch=OPTIONS} are the same.
     *
     * @param options separated by commas, in any order: names of {@link Patch}es in lower case; {@code all} for
     *     {@link #ALL}; {@code no-NAME} to leave one out; {@code thread=PACKAGE}, as often as needed, to run the
     *     threads of a package as greenlets, {@code thread=*} those of all packages; {@code report} to print
     *     {@link #report} when the program ends
     * @return whether anything was not patched before
     * @throws MonkeyPatchException if that is not possible; then nothing was patched
     * @throws IllegalArgumentException if it is not understood; then nothing was patched
     */
    public static boolean patch(String options) {
        return AgentOptions.parse(options).apply();
    }

    private static boolean patch(Set<Patch> patches, List<String> packages) {
        return Patcher.get().patch(patches, packages);
    }

    /**
     * Patches sockets and channels: they wait on the hub's loop.
     *
     * @return whether that was not done before
     * @throws MonkeyPatchException if that is not possible
     * @gevent {@code monkey.patch_socket()}
     */
    public static boolean patchSocket() {
        return patch(EnumSet.of(Patch.SOCKET));
    }

    /**
     * Patches the look-up of names: greenlets ask the resolver of their hub, {@link io.jevent.dns.Dns#resolver}.
     *
     * @return whether that was not done before
     * @throws MonkeyPatchException if that is not possible
     * @gevent {@code monkey.patch_dns()}
     */
    public static boolean patchDns() {
        return patch(EnumSet.of(Patch.DNS));
    }

    /**
     * Patches selectors: they wait on the hub's loop.
     *
     * @return whether that was not done before
     * @throws MonkeyPatchException if that is not possible
     * @gevent {@code monkey.patch_select()}, {@code patch_selectors()}
     */
    public static boolean patchSelect() {
        return patch(EnumSet.of(Patch.SELECT));
    }

    /**
     * Patches {@code Thread.sleep} and the clocks, where classes outside of the JDK call them: they go by the hub's
     * clock. A kill or a timeout comes out of {@code Thread.sleep} as itself, not as an {@code InterruptedException}.
     *
     * @return whether that was not done before
     * @throws MonkeyPatchException if that is not possible
     * @gevent {@code monkey.patch_time()}
     */
    public static boolean patchTime() {
        return patch(EnumSet.of(Patch.TIME));
    }

    /**
     * Patches threads in some packages and those below them: a thread that a greenlet makes and starts there is a
     * greenlet, and so are those of the executors that {@code java.util.concurrent.Executors} makes there.
     *
     * @param packages their names; {@code "*"} for all that are neither jevent's nor the JDK's
     * @return whether that was not done before for each of them
     * @throws IllegalArgumentException without packages, or if one is no name of a package
     * @throws MonkeyPatchException if that is not possible, because a subclass of {@code Thread} there is loaded
     *     already, for example; then nothing was patched
     * @gevent {@code monkey.patch_thread()}
     */
    public static boolean patchThread(String... packages) {
        if (packages.length == 0) {
            throw new IllegalArgumentException(
                    "say in which packages threads become greenlets: patchThread(\"com.example\")");
        }
        return patch(EnumSet.of(Patch.THREAD), List.of(packages));
    }

    /**
     * Patches named pipes, terminals and waiting for the lock of a file, and keeps interrupts from closing file
     * channels; see {@link Patch#FILES}.
     *
     * @return whether that was not done before
     * @throws MonkeyPatchException if that is not possible
     * @gevent {@code monkey.patch_os()}, {@code gevent.fileobject}
     */
    public static boolean patchFiles() {
        return patch(EnumSet.of(Patch.FILES));
    }

    /**
     * Patches child processes.
     *
     * @return whether that was not done before
     * @throws MonkeyPatchException if that is not possible
     * @gevent {@code monkey.patch_subprocess()}
     */
    public static boolean patchSubprocess() {
        return patch(EnumSet.of(Patch.SUBPROCESS));
    }

    /**
     * Patches {@code System.in}.
     *
     * @return whether that was not done before
     * @throws MonkeyPatchException if that is not possible
     * @gevent {@code monkey.patch_sys()}
     */
    public static boolean patchStdin() {
        return patch(EnumSet.of(Patch.STDIN));
    }

    /**
     * Patches time and threads in closed worlds, see {@link Patch#SIMULATION}. A simulation of {@code jevent-sim} does
     * so itself.
     *
     * @return whether that was not done before
     * @throws MonkeyPatchException if that is not possible; then nothing was patched
     */
    public static boolean patchSimulation() {
        return patch(EnumSet.of(Patch.SIMULATION));
    }

    /**
     * Lets simulations interrupt the threads of a program between its instructions, in some packages and those below
     * them. It changes the classes of these packages and slows them down; outside of simulations it has no effect
     * otherwise. A simulation with preemption does so itself.
     *
     * @param packages their names; {@code "*"} for all that are neither jevent's nor the JDK's nor a test framework's;
     *     {@code "java.util"} for {@code Hashtable}, {@code Vector} and synchronized collections, and
     *     {@code "java.util.concurrent"} for thread pools, their tasks, {@code CyclicBarrier} and {@code Exchanger}
     * @throws IllegalArgumentException if one is no name of a package
     * @throws MonkeyPatchException if that is not possible; then nothing was patched
     */
    public static void patchPreemption(String... packages) {
        List<String> names = new ArrayList<>();
        for (String name : packages) {
            names.add(ThreadPackages.check(name).replace('.', '/'));
        }
        Patcher.get().preempt(names);
    }

    /**
     * Whether something is patched.
     *
     * @param patch what
     * @return true if it has effect
     * @gevent {@code monkey.is_module_patched(name)}
     */
    public static boolean isPatched(Patch patch) {
        Patcher patcher = Patcher.ifThere();
        return patcher != null && patcher.isActive(patch);
    }

    /**
     * Whether a method of the JDK is patched.
     *
     * @param type its class
     * @param method its name
     * @return true if one of that name asks the hub before it waits
     * @gevent {@code monkey.is_object_patched(module, name)}
     */
    public static boolean isPatched(Class<?> type, String method) {
        Patcher patcher = Patcher.ifThere();
        return patcher != null && patcher.isPatched(type.getName(), method);
    }

    /**
     * Calls something for which nothing is patched, in the calling greenlet and while it lasts.
     *
     * @param <T> what it returns
     * @param body what is called
     * @return what it returns
     * @throws Exception what it throws
     * @gevent {@code monkey.get_original(module, name)}
     */
    public static <T extends @Nullable Object> T original(Callable<? extends T> body) throws Exception {
        return Originals.call(body);
    }

    /**
     * Describes the patches that are applied, those that could be, and the calls that block the hub even so.
     *
     * @return lines of text
     */
    public static String report() {
        return Report.make();
    }
}
