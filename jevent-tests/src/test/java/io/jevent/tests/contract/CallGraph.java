// SPDX-License-Identifier: Apache-2.0
package io.jevent.tests.contract;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The call graph of the library, and so the public methods that reach the switch point. */
final class CallGraph {

    /** Where every wait of the library ends up. */
    private static final Set<String> SWITCH_POINTS = Set.of(
            "io.jevent.hub.RawGreenlet.block(Object, long)",
            "io.jevent.hub.RawGreenlet.yieldTurn()",
            "io.jevent.hub.RawGreenlet.switchOut()",
            "io.jevent.hub.ThreadWaiter.block(Object, long)");

    /** Does not wait: a greenlet of a closed hub leaves its thread for good. */
    private static final String LEAVING = "io.jevent.hub.HubEnd.parkForGood(RawGreenlet)";

    private final JavaClasses classes;
    private final Map<String, Set<JavaCodeUnit>> callers = new HashMap<>();

    private CallGraph(JavaClasses classes) {
        this.classes = classes;
    }

    /** Reads the classes of the library, without those for tests. */
    static CallGraph ofTheLibrary() {
        JavaClasses all = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .withImportOption(place -> !place.contains("/jevent-test") && !place.contains("/io/jevent/test"))
                .importPackages("io.jevent");
        var graph = new CallGraph(all);
        for (JavaClass type : all) {
            for (JavaMethodCall call : type.getMethodCallsFromSelf()) {
                if (!call.isDeclaredInLambda()) {
                    graph.add(call);
                }
            }
        }
        return graph;
    }

    /** A call of a method that is overridden may be one of each of the methods that override it. */
    private void add(JavaMethodCall call) {
        JavaClass owner = call.getTargetOwner();
        if (!owner.getPackageName().startsWith("io.jevent")) {
            return; // a Runnable, a Callable: what it does is its maker's
        }
        String signature =
                nameAndTypes(call.getTarget().getName(), call.getTarget().getRawParameterTypes());
        addCaller(owner, signature, call.getOrigin());
        owner.getAllRawSuperclasses().forEach(s -> addCaller(s, signature, call.getOrigin()));
        owner.getAllRawInterfaces().forEach(s -> addCaller(s, signature, call.getOrigin()));
        owner.getAllSubclasses().forEach(s -> addCaller(s, signature, call.getOrigin()));
    }

    private void addCaller(JavaClass owner, String signature, JavaCodeUnit caller) {
        if (signature(caller).equals(LEAVING)) {
            return;
        }
        callers.computeIfAbsent(owner.getName() + "." + signature, k -> new HashSet<>())
                .add(caller);
    }

    static String nameAndTypes(String name, Collection<JavaClass> types) {
        return name + types.stream().map(JavaClass::getSimpleName).collect(Collectors.joining(", ", "(", ")"));
    }

    static String signature(JavaCodeUnit method) {
        return method.getOwner().getName() + "." + nameAndTypes(method.getName(), method.getRawParameterTypes());
    }

    /** The switch points themselves, as far as they exist. */
    Set<String> switchPoints() {
        return classes.stream()
                .flatMap(type -> type.getCodeUnits().stream())
                .map(CallGraph::signature)
                .filter(SWITCH_POINTS::contains)
                .collect(Collectors.toSet());
    }

    static Set<String> expectedSwitchPoints() {
        return SWITCH_POINTS;
    }

    /** The public methods of public classes, outside of internal packages, from which a switch point can be reached. */
    Set<String> publicMethodsThatMayWait() {
        Set<String> reached = new HashSet<>(SWITCH_POINTS);
        Deque<String> open = new ArrayDeque<>(SWITCH_POINTS);
        Set<String> found = new HashSet<>();
        while (!open.isEmpty()) {
            for (JavaCodeUnit caller : callers.getOrDefault(open.remove(), Set.of())) {
                String signature = signature(caller);
                if (reached.add(signature)) {
                    open.add(signature);
                    if (isPublicApi(caller)) {
                        found.add(signature);
                    }
                }
            }
        }
        return found;
    }

    private static boolean isPublicApi(JavaCodeUnit unit) {
        return unit instanceof JavaMethod
                && unit.getModifiers().contains(JavaModifier.PUBLIC)
                && !unit.getModifiers().contains(JavaModifier.SYNTHETIC)
                && unit.getOwner().getModifiers().contains(JavaModifier.PUBLIC)
                && !unit.getOwner().getPackageName().contains(".internal");
    }
}
