// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.settings;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The system properties that jevent reads, each with an environment variable for it: {@code JEVENT_CLOSE_GRACE} for
 * {@code jevent.closeGrace}. The property wins; an empty variable counts as unset.
 *
 * <p>{@code docs/settings.md} is made from this list. Settings of all modules stand here, so that a program finds them
 * in one place and a wrong value is reported in one way.
 */
public enum Setting {
    /** The loop of a hub. */
    LOOP(
            "jevent.loop",
            new Values.Text("parking, or a loop of Netty: netty, netty-epoll, netty-nio"),
            "",
            "The event loop of hubs that are opened without one. By default a hub parks its thread until it opens its"
                    + " first socket, then uses Netty's fastest loop."),
    /** The clock of a hub. */
    VIRTUAL_TIME(
            "jevent.virtualTime",
            Values.SWITCH,
            "false",
            "Whether hubs that are opened without a loop have a clock that stands still while anything can run and then"
                    + " jumps to the next timer. `./jevent run --virtual-time` sets it."),
    /** The limit of the monitor that starts with the first hub. */
    MAX_BLOCKING(
            "jevent.maxBlocking",
            Values.DURATION,
            "0",
            "Reports code that holds a hub longer than this; 0 reports nothing. `./jevent run` and `./jevent example` set"
                    + " 1s, `--max-blocking` another value."),
    /** The time until a stand-in thread drives the hub. */
    STAND_IN_DELAY(
            "jevent.standInDelay",
            Values.DURATION,
            "20ms",
            "With the agent: how long a greenlet that is pinned to its hub's thread may wait in foreign code until a"
                    + " stand-in thread runs the other greenlets."),
    /** Where reports go. */
    LOG(
            "jevent.log",
            new Values.Choice("auto", "logger", "stderr"),
            "auto",
            "Where jevent's reports go: `logger` to the loggers of the platform (`System.Logger`), `stderr` to standard"
                    + " error, `auto` to the loggers if the program configures logging, see [logging](logging.md)."),
    /** The time that {@code Hub.close} gives to greenlets. */
    CLOSE_GRACE(
            "jevent.closeGrace",
            Values.DURATION,
            "10s",
            "How long greenlets may clean up when their hub closes. Those that have not ended by then are ended by"
                    + " force."),
    /** The time until a signal must be taken. */
    SHUTDOWN_GRACE(
            "jevent.shutdownGrace",
            Values.DURATION,
            "10s",
            "How long a hub may take to notice a signal that ends the program, and the shutdown hooks of the JVM to run;"
                    + " then jevent shuts down the JVM, or halts it."),
    /** The time from a signal to the end of the program. */
    CLEANUP_LIMIT(
            "jevent.cleanupLimit",
            Values.DURATION,
            "30s",
            "How long a program may take to end once its hub has noticed the signal; then jevent shuts down the JVM."),
    /** The size of a hub's thread pool. */
    THREAD_POOL_SIZE(
            "jevent.threadPoolSize",
            Values.COUNT,
            "10",
            "The largest number of threads of `ThreadPool.ofHub()`, the pool of each hub for files, name lookups and"
                    + " your own blocking work."),
    /** Where greenlets were made. */
    SPAWN_SITES(
            "jevent.spawnSites",
            new Values.Choice("adaptive", "exact", "off"),
            "adaptive",
            "Whether reports name the line that spawned a greenlet: `adaptive` walks the stack for the first greenlets"
                    + " of each function, `exact` for every greenlet, `off` for none."),
    /** The resolver of a hub. */
    RESOLVER(
            "jevent.resolver",
            new Values.Choice("auto", "dns", "thread"),
            "auto",
            "How names are looked up: `dns` asks name servers on the hub's loop, `thread` calls the operating system in"
                    + " the thread pool, `auto` takes `dns` where the operating system would ask only its hosts file and"
                    + " name servers, or where `jevent.nameServers` is set."),
    /** The name servers. */
    NAME_SERVERS(
            "jevent.nameServers",
            new Values.Text("IP addresses, separated by commas, each with a port if it is not 53:"
                    + " 192.0.2.1, 192.0.2.2:5353, [2001:db8::1]:53"),
            "",
            "The name servers, in order, instead of those in `/etc/resolv.conf`. Has no effect on lookups in the thread"
                    + " pool."),
    /** Whether jevent-open opens java.lang. */
    OPEN(
            "jevent.open",
            Values.SWITCH,
            "true",
            "Whether `jevent-open`, if it is on the class path, may open `java.lang` to jevent."),
    /** Whether the agent may not attach itself. */
    NO_ATTACH(
            "jevent.monkey.noAttach",
            Values.SWITCH,
            "false",
            "Whether `Monkey` is forbidden to load its agent into the running JVM. Programs that patch then need"
                    + " `-javaagent`."),
    /** How much a trace keeps. */
    TRACE_EVENTS(
            "jevent.trace.events",
            Values.COUNT,
            "1000000",
            "How many events a trace keeps; when it is full, the oldest are dropped."),
    /** The file of the launcher's trace. */
    TRACE(
            "jevent.trace",
            new Values.Text("a file name that ends in .html or .json"),
            "",
            "Writes a trace of the run to this file. Only programs started by `./jevent` read it, as `--trace`."),
    /** The patches of the launcher. */
    PATCH(
            "jevent.patch",
            new Values.Text("all, or names of patches, separated by commas"),
            "",
            "Patches the JDK before the program starts. Only programs started by `./jevent` read it, as `--patch`."),
    /** The engine of a Python program. */
    PYTHON(
            "jevent.python",
            new Values.Text("2 or 3"),
            "",
            "The version of Python that a program of Python is for. `./jevent run --python` sets it; without it the engine"
                    + " that is on the class path is taken, the one for Python 3 if both are."),
    /** The hubs that run a program of Python. */
    PYTHON_HUBS(
            "jevent.python.hubs",
            new Values.Whole(1, 64),
            "1",
            "How many hubs run a program of Python 3, each with an interpreter and a thread of its own; their servers share"
                    + " ports. `./jevent run --hubs` sets it."),
    /** The recorded stacks of a program of Python. */
    PYTHON_STACKS(
            "jevent.python.stacks",
            Values.SWITCH,
            "false",
            "Whether a program of Python notes its stack at each call into jevent, so that reports show the Python stacks of"
                    + " greenlets that wait. Only GraalPy needs it, and it makes each such call much slower."),
    /** The folder of the Python files. */
    PYTHON_HOME(
            "jevent.python.home",
            new Values.Text("a folder"),
            "",
            "Where the Python files of jevent-python are. `./jevent run` sets it; without it they are copied from the jar to a"
                    + " temporary folder."),
    /** The real time of a test. */
    TEST_TIME_LIMIT(
            "jevent.test.timeLimit",
            Values.DURATION,
            "30s",
            "How long a test with `TestHub` or `@HubTest` may take in real time unless it sets its own limit."),
    /** The seed to replay. */
    SEED(
            "jevent.seed",
            new Values.Whole(Long.MIN_VALUE, Long.MAX_VALUE),
            "",
            "Replays one order of `SeededOrder`: the seed that the message of a failed test names."),
    /** The schedule to replay. */
    SIM_REPLAY(
            "jevent.sim.replay",
            new Values.Text("a file that a failed simulation has written"),
            "",
            "Replays the schedule of a file in the simulation that it belongs to; others explore as always."),
    /** The number of schedules. */
    SIM_SCHEDULES(
            "jevent.sim.schedules",
            Values.COUNT,
            "1000",
            "The number of schedules of a simulation, in the place of the test's own number: more in a nightly run,"
                    + " fewer while you work."),
    /** The real time of an exploration. */
    SIM_BUDGET(
            "jevent.sim.budget",
            Values.DURATION,
            "0",
            "The real time after which a simulation begins no other schedule; 0 for the test's own budget."),
    /** The seed of an exploration. */
    SIM_SEED(
            "jevent.sim.seed",
            new Values.Whole(Long.MIN_VALUE, Long.MAX_VALUE),
            "1",
            "The seed of a simulation, in the place of the test's own: another one explores other schedules."),
    /** Where simulations interrupt threads. */
    SIM_PREEMPT(
            "jevent.sim.preempt",
            new Values.Choice("waits", "sync", "fields"),
            "waits",
            "Where simulations interrupt threads, in the place of the test's own setting: `waits` where they wait, `sync`"
                    + " also before operations that synchronize threads, `fields` also before accesses of fields and"
                    + " arrays."),
    /** The class path of source programs. */
    JAVAC_PATH(
            "jevent.javac.path",
            new Values.Text("a class path"),
            "",
            "The class path on which source programs are compiled. Set by `./jevent`."),
    /** The compiler's options for source programs. */
    JAVAC_OPTIONS(
            "jevent.javac.options",
            new Values.Text("options of javac, one on each line"),
            "",
            "Options with which source programs are compiled. Set by `./jevent` from `-J`.");

    private final String property;
    private final String variable;

    @SuppressWarnings("ImmutableEnumChecker") // records of immutable components
    private final Values values;

    private final String byDefault;
    private final String effect;

    Setting(String property, Values values, String byDefault, String effect) {
        this.property = property;
        this.variable = variableFor(property);
        this.values = values;
        this.byDefault = byDefault;
        this.effect = effect;
    }

    /**
     * Checks every value that is set.
     *
     * @throws IllegalArgumentException if one is wrong; the message names the setting, its value and what is allowed
     */
    public static void check() {
        for (Setting setting : values()) {
            setting.given(System::getProperty, System::getenv).ifPresent(Given::check);
        }
    }

    /** {@return the system property} */
    public String property() {
        return property;
    }

    /** {@return the environment variable, which is made from the name of the property} */
    public String variable() {
        return variable;
    }

    private static String variableFor(String property) {
        var name = new StringBuilder();
        for (int i = 0; i < property.length(); i++) {
            char c = property.charAt(i);
            if (Character.isUpperCase(c)) {
                name.append('_');
            }
            name.append(c == '.' ? '_' : Character.toUpperCase(c));
        }
        return name.toString();
    }

    /** {@return a description of the allowed values} */
    public String allowed() {
        return values.allowed();
    }

    /** {@return the value that counts if nothing is set, or the empty string} */
    public String byDefault() {
        return byDefault;
    }

    /** {@return the effect of the setting, in Markdown} */
    public String effect() {
        return effect;
    }

    /** {@return whether the property or the variable is set} */
    public boolean isSet() {
        return given(System::getProperty, System::getenv).isPresent();
    }

    /** {@return the text that is set, if any} */
    public Optional<String> text() {
        return given(System::getProperty, System::getenv).map(Given::text);
    }

    /**
     * Returns a value of one of a few words.
     *
     * @return the word
     * @throws IllegalArgumentException if another is set
     */
    public String choice() {
        return (String) value(System::getProperty, System::getenv);
    }

    /**
     * Returns the value of a switch.
     *
     * @return whether it is on
     * @throws IllegalArgumentException if the value is not {@code true} or {@code false}
     */
    public boolean isOn() {
        return choice().equals("true");
    }

    /**
     * Returns the value as a length of time.
     *
     * @return the time, not negative
     * @throws IllegalArgumentException if the value is not a duration
     */
    public Duration duration() {
        return (Duration) value(System::getProperty, System::getenv);
    }

    /**
     * Returns the value as a number.
     *
     * @return the number
     * @throws IllegalArgumentException if the value is no number or too small
     */
    public long number() {
        return (Long) value(System::getProperty, System::getenv);
    }

    /**
     * Makes the exception for a value that only its reader can judge.
     *
     * @param allowed what may be written here
     * @param cause why the value is wrong, or null
     * @return what to throw
     */
    public IllegalArgumentException wrong(String allowed, @Nullable Throwable cause) {
        return given(System::getProperty, System::getenv)
                .orElseThrow(() -> new IllegalStateException(property + " is not set"))
                .wrong(allowed, cause);
    }

    Object value(Function<String, @Nullable String> properties, Function<String, @Nullable String> variables) {
        return given(properties, variables).map(Given::check).orElseGet(() -> values.parse(byDefault));
    }

    private Optional<Given> given(
            Function<String, @Nullable String> properties, Function<String, @Nullable String> variables) {
        String text = properties.apply(property);
        if (text != null) {
            return Optional.of(new Given("system property " + property, text, values));
        }
        text = variables.apply(variable);
        return text == null || text.isEmpty()
                ? Optional.empty()
                : Optional.of(new Given("environment variable " + variable, text, values));
    }

    /** A value that somebody set. */
    private record Given(String source, String text, Values values) {
        Object check() {
            try {
                return values.parse(text);
            } catch (IllegalArgumentException | DateTimeParseException e) {
                throw wrong(values.allowed(), e);
            }
        }

        IllegalArgumentException wrong(String allowed, @Nullable Throwable cause) {
            return new IllegalArgumentException("the " + source + " is '" + text + "'; allowed: " + allowed, cause);
        }
    }
}
