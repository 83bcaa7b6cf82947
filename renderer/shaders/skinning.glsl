#version 330
// Linear blend skinning of vertices and normals, kept in a buffer for both passes.
layout(std140) uniform Bones {
    vec4 rows[3 * MAX_BONES];
};
in vec3 rest;
in vec3 rest_normal;
in ivec4 bone_ids;
in vec4 bone_weights;
out vec3 position;
out vec3 normal;
void main() {
    vec4 x = vec4(0.0), y = vec4(0.0), z = vec4(0.0);
    for (int i = 0; i < 4; i++) {
        int first = bone_ids[i] * 3;
        x += bone_weights[i] * rows[first];
        y += bone_weights[i] * rows[first + 1];
        z += bone_weights[i] * rows[first + 2];
    }
    vec4 point = vec4(rest, 1.0);
    position = vec3(dot(x, point), dot(y, point), dot(z, point));
    normal = vec3(dot(x.xyz, rest_normal), dot(y.xyz, rest_normal), dot(z.xyz, rest_normal));
    gl_Position = vec4(position, 1.0);
}
