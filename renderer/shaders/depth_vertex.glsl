#version 330
uniform mat4 model;
uniform mat4 lamp_projection;
in vec3 position;
void main() {
    gl_Position = lamp_projection * model * vec4(position, 1.0);
}
