#version 330
uniform mat4 model;
uniform mat4 view_projection;
in vec3 position;
in vec3 normal;
in vec3 colour;
in vec3 pattern;
out vec3 world;
out vec3 facing;
out vec3 base;
out vec3 where;
void main() {
    vec4 placed = model * vec4(position, 1.0);
    world = placed.xyz;
    facing = mat3(model) * normal;
    base = colour;
    where = pattern;
    gl_Position = view_projection * placed;
}
