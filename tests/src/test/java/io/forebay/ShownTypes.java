package io.forebay;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaType;
import com.tngtech.archunit.core.domain.JavaTypeVariable;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.List;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.stream.Stream;

/** That a class's public and protected signatures, generics included, show only some types. */
final class ShownTypes extends ArchCondition<JavaClass> {
  private final BiPredicate<JavaClass, JavaClass> allowed;

  /**
   * A condition.
   *
   * @param allowed whether the first class may show the second
   */
  ShownTypes(String description, BiPredicate<JavaClass, JavaClass> allowed) {
    super("show only types " + description);
    this.allowed = allowed;
  }

  @Override
  public void check(JavaClass type, ConditionEvents events) {
    Stream<JavaType> header = Stream.concat(type.getInterfaces().stream(), superclass(type));
    judge(type, type.getDescription(), header, events);
    judge(type, type.getDescription(), bounds(type.getTypeParameters()), events);
    for (JavaMember member : type.getMembers()) {
      if (isVisible(member)) {
        judge(type, member.getDescription(), typesOf(member), events);
      }
    }
  }

  private static Stream<JavaType> superclass(JavaClass type) {
    return type.getSuperclass().stream();
  }

  private static boolean isVisible(JavaMember member) {
    Set<JavaModifier> modifiers = member.getModifiers();
    boolean visible =
        modifiers.contains(JavaModifier.PUBLIC) || modifiers.contains(JavaModifier.PROTECTED);
    return visible && !modifiers.contains(JavaModifier.SYNTHETIC);
  }

  private static Stream<JavaType> typesOf(JavaMember member) {
    if (member instanceof JavaField field) {
      return Stream.of(field.getType());
    }
    JavaCodeUnit code = (JavaCodeUnit) member;
    Stream<JavaType> thrown = code.getThrowsClause().getTypes().stream().map(JavaType.class::cast);
    Stream<JavaType> inOut =
        Stream.concat(Stream.of(code.getReturnType()), code.getParameterTypes().stream());
    return Stream.of(inOut, thrown, bounds(code.getTypeParameters())).flatMap(types -> types);
  }

  private static Stream<JavaType> bounds(List<? extends JavaTypeVariable<?>> parameters) {
    return parameters.stream().flatMap(parameter -> parameter.getBounds().stream());
  }

  private void judge(JavaClass type, String what, Stream<JavaType> shown, ConditionEvents events) {
    shown
        .flatMap(part -> part.getAllInvolvedRawTypes().stream())
        .distinct()
        .filter(part -> !allowed.test(type, part))
        .forEach(
            part ->
                events.add(SimpleConditionEvent.violated(type, what + " shows " + part.getName())));
  }
}
