#ifndef BASINGRID_CGDAL_SHIM_H
#define BASINGRID_CGDAL_SHIM_H

#include <cpl_conv.h>
#include <cpl_error.h>
#include <cpl_string.h>
#include <cpl_vsi.h>
#include <gdal.h>
#include <gdal_utils.h>
#include <gdal_version.h>
#include <ogr_api.h>
#include <ogr_srs_api.h>

/* Lists of options are `char **` in some GDAL releases and `const char *const *` in others, which
   are different types in Swift. Each function below takes the one type in every release. */
typedef const char *const *BasinGridOptions;

/* Closing returns nothing before GDAL 3.7: the error state tells there. */
static inline CPLErr basingrid_close(GDALDatasetH dataset) {
#if GDAL_VERSION_NUM >= GDAL_COMPUTE_VERSION(3, 7, 0)
    return GDALClose(dataset);
#else
    CPLErrorReset();
    GDALClose(dataset);
    return CPLGetLastErrorType() >= CE_Failure ? CE_Failure : CE_None;
#endif
}

/* Flushing returns nothing before GDAL 3.7. */
static inline CPLErr basingrid_flush(GDALDatasetH dataset) {
#if GDAL_VERSION_NUM >= GDAL_COMPUTE_VERSION(3, 7, 0)
    return GDALFlushCache(dataset);
#else
    CPLErrorReset();
    GDALFlushCache(dataset);
    return CPLGetLastErrorType() >= CE_Failure ? CE_Failure : CE_None;
#endif
}

static inline GDALDatasetH basingrid_open(
    const char *path, unsigned int flags, BasinGridOptions drivers, BasinGridOptions options) {
    return GDALOpenEx(path, flags, (void *)drivers, (void *)options, NULL);
}

static inline GDALDatasetH basingrid_create(
    GDALDriverH driver, const char *path, int columns, int rows, int bands, GDALDataType type,
    BasinGridOptions options) {
    return GDALCreate(driver, path, columns, rows, bands, type, (void *)options);
}

static inline GDALDatasetH basingrid_create_copy(
    GDALDriverH driver, const char *path, GDALDatasetH source, BasinGridOptions options) {
    return GDALCreateCopy(driver, path, source, TRUE, (void *)options, NULL, NULL);
}

static inline OGRLayerH basingrid_create_layer(
    GDALDatasetH dataset, const char *name, OGRSpatialReferenceH system, OGRwkbGeometryType type,
    BasinGridOptions options) {
    return GDALDatasetCreateLayer(dataset, name, system, type, (void *)options);
}

static inline OGRGeometryH basingrid_make_valid(OGRGeometryH geometry, BasinGridOptions options) {
    return OGR_G_MakeValidEx(geometry, (void *)options);
}

static inline OGRErr basingrid_export_wkt(
    OGRSpatialReferenceH system, char **result, BasinGridOptions options) {
    return OSRExportToWktEx(system, result, (void *)options);
}

static inline int basingrid_is_same(
    OGRSpatialReferenceH a, OGRSpatialReferenceH b, BasinGridOptions options) {
    return OSRIsSameEx(a, b, (void *)options);
}

static inline OGRErr basingrid_ignore_fields(OGRLayerH layer, BasinGridOptions names) {
    return OGR_L_SetIgnoredFields(layer, (void *)names);
}

/* The number of items of a metadata domain and one of them, as `KEY=value`. */
static inline int basingrid_metadata_count(GDALMajorObjectH object, const char *domain) {
    return CSLCount((void *)GDALGetMetadata(object, domain));
}

static inline const char *basingrid_metadata_item(
    GDALMajorObjectH object, const char *domain, int index) {
    return ((const char *const *)GDALGetMetadata(object, domain))[index];
}

#endif
