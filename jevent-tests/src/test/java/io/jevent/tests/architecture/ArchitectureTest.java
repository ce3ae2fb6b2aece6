// SPDX-License-Identifier: Apache-2.0
package io.jevent.tests.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.properties.HasAnnotations;
import com.tngtech.archunit.library.Architectures.LayeredArchitecture;
import java.lang.module.ModuleDescriptor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The dependencies between packages and modules. */
class ArchitectureTest {
    private static final JavaClasses CORE = Modules.main("jevent-core");
    private static final JavaClasses ALL = Modules.allBut("jevent-examples");
    private static final JavaClasses LIBRARIES = Modules.allBut("jevent-monkey", "jevent-cli", "jevent-examples");
    private static final JavaClasses ALL_BUT_NET = Modules.allBut("jevent-net", "jevent-http");

    /** Those that need real time or the date, whatever the clock of a hub shows. */
    private static final String[] WITH_A_CLOCK_OF_THEIR_OWN = {
        "io.jevent.monitor.BlockingMonitor", // measures real time, whatever the hub's clock tells
        "io.jevent.internal.logging.Logging", // limit the wait for a logger
        "io.jevent.internal.logging.LogThread", // limits the wait for a logger
        "io.jevent.signal.ShutdownGuard", // ends a program whose hub is stuck
        "io.jevent.testing.Watchdog", // limits a test in real time
        "io.jevent.sim.Stopwatch", // the rate and the budget of an exploration
        "io.jevent.internal.netty.HubLogger", // limits the log lines of any thread
        "io.jevent.internal.netty.HubLoggerFactory",
        "io.jevent.internal.http.DateClock", // the date of a response
        "io.jevent.http.SignedSessions", // the date in a cookie
        "io.jevent.internal.monkey.Attachment", // a file name
        "io.jevent.internal.monkey.PatchedClocks", // the originals of the patched methods
        "io.jevent.internal.monkey.PatchedClocks$Zero",
        "io.jevent.internal.python.Kernel", // threads of pools, which have no hub
    };

    /** Those that call methods of classes which they cannot name. */
    private static final String[] WITH_REFLECTION = {
        "io.jevent.cli.MainMethod", // the program's main
        "io.jevent.ipc.ChildMain", // the program's class
        "io.jevent.cli.SourceProgram", // the static fields of the program
        "io.jevent.testing.junit.HubTestRun", // JUnit hands over methods
        "io.jevent.sim.junit.SimTestRun", // JUnit hands over methods
        "io.jevent.sim.junit.TestMethods", // the methods of a simulated test
        "io.jevent.sim.NodeProgram", // the main of a node's program
        "io.jevent.sim.linear.ScenarioMethods", // the operations of a class
        "io.jevent.internal.netty.HubLoggerFactory", // Netty's choice of a logger
        "io.jevent.cluster.AllowList", // the types of the components of a record
        "io.jevent.cluster.RecordShape", // the components of any record
        "io.jevent.zmq.Mailboxes", // descriptors inside of JeroMQ
    };

    /** The packages of the core from the ground up: each may use those of its own layer and of those above it here. */
    private static final List<String[]> LAYERS_OF_THE_CORE = List.of(
            new String[] {
                "io.jevent.exceptions",
                "io.jevent.internal.access",
                "io.jevent.internal.bounds",
                "io.jevent.internal.carrier",
                "io.jevent.internal.channel",
                "io.jevent.internal.logging",
                "io.jevent.internal.report",
                "io.jevent.internal.rethrow",
                "io.jevent.internal.settings",
                "io.jevent.internal.weak"
            },
            new String[] {"io.jevent.hub.."},
            new String[] {"io.jevent", "io.jevent.internal.wire"},
            new String[] {"io.jevent.event", "io.jevent.local", "io.jevent.lock"},
            new String[] {"io.jevent.queue", "io.jevent.select", "io.jevent.threadpool"},
            new String[] {
                "io.jevent.actor",
                "io.jevent.backplane",
                "io.jevent.file",
                "io.jevent.monitor",
                "io.jevent.pool",
                "io.jevent.scope",
                "io.jevent.signal",
                "io.jevent.trace"
            },
            new String[] {"io.jevent.internal.monitor"});

    private static final String[] ALL_PACKAGES_OF_THE_CORE =
            LAYERS_OF_THE_CORE.stream().flatMap(Arrays::stream).toArray(String[]::new);

    private static DescribedPredicate<JavaCall<?>> callTo(Class<?> type, String methods) {
        return target(owner(
                        DescribedPredicate.describe(type.getSimpleName(), candidate -> candidate.isEquivalentTo(type))))
                .and(target(nameMatching(methods)))
                .as("calls to %s.%s", type.getSimpleName(), methods);
    }

    private static DescribedPredicate<JavaClass> belongToAnyOf(String... names) {
        Set<String> those = Set.of(names);
        return DescribedPredicate.describe(
                "belong to " + String.join(", ", names), type -> those.contains(type.getName()));
    }

    static Stream<String> modules() {
        return Stream.concat(Modules.LIBRARIES.stream(), Stream.of("jevent-cli"));
    }

    @Test
    void theCoreUsesNothingButTheJdk() {
        classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "io.jevent..", "java..", "javax.management..", "jdk.jfr..", "sun.misc..", "org.jspecify..")
                .check(CORE);
    }

    @Test
    void onlyTheModulesOfTheNetworkKnowNetty() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.netty..")
                .check(ALL_BUT_NET);
    }

    @Test
    void onlyTheZmqModuleKnowsJeroMq() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.zeromq..", "zmq..")
                .check(Modules.allBut("jevent-zmq"));
    }

    @ParameterizedTest
    @MethodSource("modules")
    void modulesHideTheirInternals(String module) {
        ModuleDescriptor descriptor = Modules.descriptor(module);
        assertThat(descriptor.exports())
                .filteredOn(ModuleDescriptor.Exports::isQualified)
                .as("packages for one module only: Netty's channels, and what jevent's modules provide for each other")
                .allMatch(exported -> Set.of("io.jevent.http").equals(exported.targets())
                        ? exported.source().equals("io.jevent.internal.netty")
                        : Set.of(
                                        "io.jevent.internal.access",
                                        "io.jevent.internal.bounds",
                                        "io.jevent.internal.channel",
                                        "io.jevent.internal.logging",
                                        "io.jevent.internal.settings",
                                        "io.jevent.internal.wire",
                                        "io.jevent.internal.world")
                                .contains(exported.source()));
        assertThat(descriptor.exports())
                .filteredOn(exported -> !exported.isQualified())
                .extracting(ModuleDescriptor.Exports::source)
                .noneMatch(exported -> exported.contains(".internal"));
        assertThat(descriptor.opens())
                .as("only the engines of Python call by reflection what is no API")
                .allMatch(opened -> opened.source().equals("io.jevent.internal.python"));
        assertThat(descriptor.isOpen()).isFalse();
    }

    @Test
    void thePackagesOfTheCoreAreLayered() {
        Map<Integer, String> names = new TreeMap<>();
        LayeredArchitecture layers =
                layeredArchitecture().consideringOnlyDependenciesInLayers().withOptionalLayers(true);
        for (String[] packages : LAYERS_OF_THE_CORE) {
            names.put(names.size(), "layer " + names.size() + " " + String.join(", ", packages));
            layers = layers.layer(names.get(names.size() - 1)).definedBy(packages);
        }
        List<String> below = new ArrayList<>();
        for (String name : names.values()) {
            layers = below.isEmpty()
                    ? layers.whereLayer(name).mayNotAccessAnyLayer()
                    : layers.whereLayer(name).mayOnlyAccessLayers(below.toArray(String[]::new));
            below.add(name);
        }
        layers.check(CORE);
    }

    /**
     * Monitors see the hub by {@code HubObserver}, {@code Tracer} and {@code Hub.occupant}; the hub sees none of them.
     */
    @Test
    void theHubKnowsNoMonitor() {
        noClasses()
                .that()
                .resideInAPackage("io.jevent.hub..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.jevent.monitor..", "io.jevent.internal.monitor..", "io.jevent.trace..")
                .check(CORE);
    }

    @Test
    void everyPackageOfTheCoreHasItsLayer() {
        classes().should().resideInAnyPackage(ALL_PACKAGES_OF_THE_CORE).check(CORE);
    }

    @ParameterizedTest
    @MethodSource("modules")
    void noPackagesUseEachOther(String module) {
        slices().matching("(io.jevent..)").should().beFreeOfCycles().check(Modules.main(module));
    }

    @Test
    void applicationsSeeNothingOfNetty() {
        noClasses()
                .that()
                .resideInAnyPackage("io.jevent.http..", "io.jevent.wsgi..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.netty..")
                .check(Modules.main("jevent-http"));
    }

    @Test
    void primitivesAreWrittenWithThePublicApiOfTheHub() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        "io.jevent.actor",
                        "io.jevent.event",
                        "io.jevent.local",
                        "io.jevent.lock",
                        "io.jevent.pool",
                        "io.jevent.queue")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.jevent.internal.carrier..")
                .check(CORE);
    }

    /**
     * JShell hands over what it compiled as methods of reflection; patching calls the originals of the JDK's methods.
     */
    @Test
    void fewClassesReflect() {
        noClasses()
                .that(resideOutsideOfPackages(
                                "io.jevent.internal.carrier", "io.jevent.internal.jshell", "io.jevent.internal.monkey")
                        .and(not(belongToAnyOf(WITH_REFLECTION))))
                .should()
                .dependOnClassesThat(DescribedPredicate.describe(
                        "reflect",
                        type -> type.getPackageName().equals("java.lang.reflect")
                                && !type.isEquivalentTo(java.lang.reflect.Array.class)
                                && !type.isEquivalentTo(java.lang.reflect.Type.class))) // names a type, calls nothing
                .orShould()
                .callMethodWhere(callTo(java.lang.invoke.MethodHandles.class, "privateLookupIn"))
                .check(ALL);
    }

    @Test
    void thereIsOneClockAndItIsTheHubs() {
        noClasses()
                .that(resideOutsideOfPackages(
                                "io.jevent.hub..", "io.jevent.internal.carrier", "io.jevent.internal.hooks")
                        .and(not(belongToAnyOf(WITH_A_CLOCK_OF_THEIR_OWN))))
                .should()
                .callMethodWhere(callTo(System.class, "nanoTime|currentTimeMillis"))
                .orShould()
                .callMethodWhere(callTo(java.time.Instant.class, "now"))
                .orShould()
                .callMethodWhere(callTo(Thread.class, "sleep"))
                .orShould()
                .callMethodWhere(callTo(Object.class, "wait"))
                .orShould()
                .dependOnClassesThat()
                .belongToAnyOf(ScheduledExecutorService.class, ScheduledThreadPoolExecutor.class)
                .check(ALL);
    }

    @Test
    void librariesDoNotWriteToStandardOutputAndLogWithThePlatformsLogger() {
        noClasses()
                .should()
                .accessField(System.class, "out")
                .orShould()
                .dependOnClassesThat()
                .resideInAnyPackage("java.util.logging..", "org.slf4j..")
                .check(LIBRARIES);
    }

    /** A peer can choose a text for which an expression with backtracking takes very long. */
    @Test
    void noRegularExpressionSeesTheTextOfAPeer() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        "io.jevent.http..",
                        "io.jevent.websocket..",
                        "io.jevent.wsgi..",
                        "io.jevent.internal.http..",
                        "io.jevent.internal.http1..",
                        "io.jevent.internal.http2..",
                        "io.jevent.socket..",
                        "io.jevent.server..")
                .and()
                .doNotHaveFullyQualifiedName("io.jevent.server.Console")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("java.util.regex..")
                .orShould()
                .callMethodWhere(callTo(String.class, "matches|replaceAll|replaceFirst"))
                .check(Modules.main("jevent-net", "jevent-http"));
    }

    @Test
    void testsDoNotSleepUnlessTheySayThatTheyNeedRealTime() {
        DescribedPredicate<JavaCall<?>> sleep = callTo(Thread.class, "sleep");
        DescribedPredicate<JavaCall<?>> untagged = DescribedPredicate.describe(
                "not tagged realtime",
                call -> !isRealTime(call.getOrigin())
                        && !isRealTime(call.getOriginOwner())
                        && !isPrinted(call.getOriginOwner())
                        && !isSimulated(call.getOriginOwner()));
        noClasses().should().callMethodWhere(sleep.and(untagged)).check(Modules.tests());
    }

    /** In a simulation the sleep of a thread takes virtual time. */
    private static boolean isSimulated(JavaClass type) {
        return type.getPackageName().startsWith("io.jevent.tests.sim")
                || type.getName().startsWith("io.jevent.docs.NumbersTest");
    }

    /** Whether a page prints the class as a program without jevent: its sleep is a part of the comparison. */
    private static boolean isPrinted(JavaClass type) {
        return type.getName().equals("io.jevent.docs.guides.Before");
    }

    private static boolean isRealTime(HasAnnotations<?> member) {
        return member.tryGetAnnotationOfType(Tag.class)
                .map(tag -> tag.value().equals("realtime"))
                .orElse(false);
    }
}
