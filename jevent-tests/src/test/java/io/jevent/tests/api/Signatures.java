// SPDX-License-Identifier: Apache-2.0
package io.jevent.tests.api;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.RecordComponentElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.TypeParameterElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.ExecutableType;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.ElementFilter;
import javax.lang.model.util.Elements;
import javax.lang.model.util.Types;

/**
 * Writes the signatures of a type as Java declares them. Members that a type inherits from one that programs cannot see
 * count as its own.
 */
final class Signatures {
    private static final Pattern AUDIENCE = Pattern.compile("@audience +(\\S+)");
    private static final Set<String> OF_EVERY_OBJECT = Set.of("equals(java.lang.Object)", "hashCode()", "toString()");

    private static final Set<String> OF_EVERY_ENUM = Set.of("values()", "valueOf(java.lang.String)");

    private final Elements elements;
    private final Types types;
    private final Predicate<TypeElement> visible;

    Signatures(Elements elements, Types types, Predicate<TypeElement> visible) {
        this.elements = elements;
        this.types = types;
        this.visible = visible;
    }

    /** The lines of one type: its audience and declaration, then its members, those of one kind by name. */
    List<String> of(TypeElement type) {
        var lines = new ArrayList<String>();
        lines.add(audience(type) + " " + header(type));
        var members = new TreeMap<String, String>();
        for (TypeElement holder : hiddenSupertypes(type)) {
            for (Element member : holder.getEnclosedElements()) {
                if (isPart(member, type, holder)) {
                    members.put(order(member) + signature(member, type), "    " + signature(member, type));
                }
            }
        }
        lines.addAll(members.values());
        return lines;
    }

    String documentation(Element element) {
        String text = elements.getDocComment(element);
        return text == null ? "" : text;
    }

    /** A nested type is meant for those for whom its type is, unless it has a tag itself. */
    String audience(TypeElement type) {
        String tagged = tagged(type);
        if (tagged.isEmpty()) {
            return type.getEnclosingElement() instanceof TypeElement outer ? audience(outer) : "API";
        }
        return tagged;
    }

    private String tagged(Element element) {
        Matcher tag = AUDIENCE.matcher(documentation(element));
        return tag.find() ? tag.group(1) : "";
    }

    // ---- the type -----------------------------------------------------------------------------------------------

    private String header(TypeElement type) {
        String kind = switch (type.getKind()) {
            case ANNOTATION_TYPE -> "@interface";
            default -> type.getKind().name().toLowerCase(Locale.ROOT);
        };
        String components = type.getKind() == ElementKind.RECORD
                ? type.getRecordComponents().stream().map(this::component).collect(Collectors.joining(", ", "(", ")"))
                : "";
        return modifiers(type) + kind + " " + type.getQualifiedName() + parameters(type.getTypeParameters())
                + components + supertypes(type);
    }

    private String component(RecordComponentElement component) {
        return TypeNames.of(component.asType()) + " " + component.getSimpleName();
    }

    private String supertypes(TypeElement type) {
        var text = new StringBuilder();
        var interfaces = new TreeSet<String>();
        TypeMirror parent = type.getSuperclass();
        for (TypeElement hidden : hiddenSupertypes(type)) {
            DeclaredType seen = as(type, hidden);
            for (TypeMirror direct : types.directSupertypes(seen)) {
                var declared = (TypeElement) ((DeclaredType) direct).asElement();
                boolean counts = isForeign(declared) || visible.test(declared);
                if (counts && declared.getKind().isInterface()) {
                    interfaces.add(TypeNames.of(direct));
                } else if (counts) {
                    parent = direct;
                }
            }
        }
        if (parent.getKind() == TypeKind.DECLARED && type.getKind() == ElementKind.CLASS && !isObject(parent)) {
            text.append(" extends ").append(TypeNames.of(parent));
        }
        interfaces.removeIf(name -> name.equals("java.lang.annotation.Annotation"));
        if (!interfaces.isEmpty()) {
            text.append(type.getKind().isInterface() ? " extends " : " implements ")
                    .append(String.join(", ", interfaces));
        }
        String permitted = type.getPermittedSubclasses().stream()
                .filter(sub -> visible.test((TypeElement) types.asElement(sub)))
                .map(sub -> TypeNames.of(types.erasure(sub)))
                .sorted()
                .collect(Collectors.joining(", "));
        return text + (permitted.isEmpty() ? "" : " permits " + permitted);
    }

    private static boolean isObject(TypeMirror type) {
        return type.toString().equals("java.lang.Object");
    }

    private boolean isForeign(TypeElement type) {
        return !elements.getPackageOf(type).toString().startsWith("io.jevent");
    }

    /** The type itself, and those of its supertypes that programs cannot name. */
    private List<TypeElement> hiddenSupertypes(TypeElement type) {
        var found = new ArrayList<>(List.of(type));
        for (int i = 0; i < found.size(); i++) {
            for (TypeMirror direct : types.directSupertypes(found.get(i).asType())) {
                var declared = (TypeElement) ((DeclaredType) direct).asElement();
                if (!isForeign(declared) && !visible.test(declared) && !found.contains(declared)) {
                    found.add(declared);
                }
            }
        }
        return found;
    }

    private DeclaredType as(TypeElement type, TypeElement supertype) {
        if (type.equals(supertype)) {
            return (DeclaredType) type.asType();
        }
        var waiting = new ArrayList<TypeMirror>(List.of(type.asType()));
        for (int i = 0; i < waiting.size(); i++) {
            if (types.asElement(waiting.get(i)).equals(supertype)) {
                return (DeclaredType) waiting.get(i);
            }
            waiting.addAll(types.directSupertypes(waiting.get(i)));
        }
        throw new IllegalArgumentException(supertype + " is no supertype of " + type);
    }

    // ---- its members --------------------------------------------------------------------------------------------

    private boolean isPart(Element member, TypeElement type, TypeElement holder) {
        Set<Modifier> modifiers = member.getModifiers();
        boolean hasSubclasses =
                type.getKind() == ElementKind.CLASS && !type.getModifiers().contains(Modifier.FINAL);
        boolean usable =
                modifiers.contains(Modifier.PUBLIC) || (hasSubclasses && modifiers.contains(Modifier.PROTECTED));
        if (!usable || OF_EVERY_OBJECT.contains(member.toString()) || isGenerated(member, type)) {
            return false;
        }
        return switch (member.getKind()) {
            case FIELD, ENUM_CONSTANT -> true;
            case CONSTRUCTOR -> type.equals(holder);
            case METHOD -> type.equals(holder) || isInherited((ExecutableElement) member, type);
            default -> false;
        };
    }

    private boolean isInherited(ExecutableElement method, TypeElement type) {
        return ElementFilter.methodsIn(type.getEnclosedElements()).stream()
                .noneMatch(own -> elements.overrides(own, method, type));
    }

    /** Whether the language adds a member by itself: {@code values} of an enum, an accessor of a record. */
    private boolean isGenerated(Element member, TypeElement type) {
        if (type.getKind() != ElementKind.RECORD) {
            return type.getKind() == ElementKind.ENUM && OF_EVERY_ENUM.contains(member.toString());
        }
        return switch (member) {
            case ExecutableElement method
            when method.getKind() == ElementKind.CONSTRUCTOR -> elements.isCanonicalConstructor(method);
            case ExecutableElement method -> elements.recordComponentFor(method) != null;
            default -> false;
        };
    }

    /** Constants, then fields, constructors and methods, those of one kind by name. */
    private static String order(Element member) {
        int kind = List.of(ElementKind.ENUM_CONSTANT, ElementKind.FIELD, ElementKind.CONSTRUCTOR, ElementKind.METHOD)
                .indexOf(member.getKind());
        return kind + " " + member.getSimpleName() + " ";
    }

    private String signature(Element member, TypeElement type) {
        TypeMirror seen = types.asMemberOf((DeclaredType) type.asType(), member);
        String mark = tagged(member).isEmpty() ? "" : " // " + tagged(member);
        return switch (member) {
            case VariableElement field
            when field.getKind() == ElementKind.ENUM_CONSTANT ->
                field.getSimpleName().toString();
            case VariableElement field ->
                modifiers(field) + TypeNames.of(seen) + " " + field.getSimpleName() + constant(field) + mark;
            case ExecutableElement method -> method((ExecutableType) seen, method, type) + mark;
            default -> throw new IllegalArgumentException("no signature is defined for " + member);
        };
    }

    private static String constant(VariableElement field) {
        return field.getConstantValue() == null ? "" : " = " + field.getConstantValue();
    }

    private String method(ExecutableType seen, ExecutableElement method, TypeElement type) {
        boolean isConstructor = method.getKind() == ElementKind.CONSTRUCTOR;
        String generic = parameters(method.getTypeParameters());
        var parameters = new ArrayList<String>();
        for (TypeMirror parameter : seen.getParameterTypes()) {
            parameters.add(TypeNames.of(parameter));
        }
        if (method.isVarArgs()) {
            parameters.add(parameters.removeLast().replaceFirst("\\[]$", "..."));
        }
        String thrown =
                seen.getThrownTypes().stream().map(TypeNames::of).sorted().collect(Collectors.joining(", "));
        String returned = isConstructor ? "" : TypeNames.of(seen.getReturnType()) + " ";
        return modifiers(method)
                + (generic.isEmpty() ? "" : generic + " ")
                + returned
                + (isConstructor ? type : method).getSimpleName()
                + "(" + String.join(", ", parameters) + ")"
                + (thrown.isEmpty() ? "" : " throws " + thrown)
                + (method.getDefaultValue() == null ? "" : " default " + method.getDefaultValue());
    }

    // ---- parts of both ------------------------------------------------------------------------------------------

    private static String modifiers(Element element) {
        boolean inInterface = element.getEnclosingElement().getKind().isInterface();
        Stream<String> annotations = element.getAnnotationMirrors().stream()
                .map(AnnotationMirror::toString)
                .filter(name -> name.startsWith("@java.lang.") && !name.contains("SuppressWarnings"))
                .filter(name -> !name.contains("SafeVarargs") && !name.contains("Override"))
                .map(name -> name.replaceFirst("java\\.lang\\.(annotation\\.)?", ""))
                .sorted();
        Stream<String> words = element.getModifiers().stream()
                .filter(word -> switch (word) {
                    case SYNCHRONIZED, NATIVE, STRICTFP, TRANSIENT, VOLATILE -> false;
                    case PUBLIC -> !inInterface || element instanceof TypeElement;
                    case ABSTRACT -> !inInterface && !element.getKind().isInterface();
                    case STATIC -> element instanceof ExecutableElement || element instanceof VariableElement;
                    case FINAL -> element.getKind() != ElementKind.ENUM && element.getKind() != ElementKind.RECORD;
                    default -> true;
                })
                .map(Modifier::toString);
        return Stream.concat(annotations, words).map(word -> word + " ").collect(Collectors.joining());
    }

    private String parameters(List<? extends TypeParameterElement> parameters) {
        return parameters.isEmpty()
                ? ""
                : parameters.stream().map(this::parameter).collect(Collectors.joining(", ", "<", ">"));
    }

    private String parameter(TypeParameterElement parameter) {
        String bounds = parameter.getBounds().stream()
                .map(TypeNames::of)
                .filter(bound -> !bound.equals("Object"))
                .collect(Collectors.joining(" & "));
        return parameter.getSimpleName() + (bounds.isEmpty() ? "" : " extends " + bounds);
    }
}
